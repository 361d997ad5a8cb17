ALTER TABLE `agent_calls` ADD `rounds` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `agent_calls` ADD `declined` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `tasks` ADD `tool_call` text;
--> statement-breakpoint
-- Questions that wait keep what is known of their tool: its name, and the schemas they were asked with.
UPDATE `tasks` SET `tool_call` = json_object(
  'via', json_array(json_extract(`payload`, '$.tool')),
  'step', NULL,
  'approval', json(CASE WHEN json_type(`payload`, '$.question') IS NULL THEN 'true' ELSE 'false' END),
  'fixed', NULL,
  'definition', json_object(
    'input', json(json_extract(`payload_schema`, '$.properties.arguments')),
    'suspend', json(json_extract(`payload_schema`, '$.properties.question')),
    'resume', json(`resume_schema`)
  )
) WHERE `kind` = 'tool-call' AND `state` = 'open' AND json_valid(`payload`);
--> statement-breakpoint
-- Arguments whose schema was not found when they were asked about were shown as they are.
UPDATE `tasks` SET `payload_schema` = json_set(`payload_schema`, '$.properties.arguments.sensitive', json('true'))
WHERE `kind` = 'tool-call' AND `state` = 'open' AND json_extract(`payload_schema`, '$.properties.arguments') = '{"title":"Arguments"}';
--> statement-breakpoint
UPDATE `tasks` SET `payload_schema` = json_set(`payload_schema`, '$.properties.question.sensitive', json('true'))
WHERE `kind` = 'tool-call' AND `state` = 'open' AND json_extract(`payload_schema`, '$.properties.question') = '{"title":"Question"}'
  AND (json_extract(`payload`, '$.tool') LIKE 'agent-%' OR json_extract(`payload`, '$.tool') LIKE 'workflow-%');
