import { openClient } from '@/db/client';

/** A process that writes to a file and ends without waiting for the answer: `ending-process <url> exits|returns`. */
const [url = '', how = ''] = process.argv.slice(2);

const client = openClient({ url });
void client.batch([{ sql: 'insert into notes (id, body) values (1, ?)', args: [how] }]);
if (how === 'exits') process.exit(0);
