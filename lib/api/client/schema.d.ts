// Made from the API document by `npm run openapi`; a change here is lost at the next.
export interface paths {
    "/api/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workflows of this desk */
        get: operations["listWorkflows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests, newest first */
        get: operations["listRuns"];
        put?: never;
        /**
         * Make a request
         * @description With an `Idempotency-Key` the same request again gives the run of the first time, however late.
         */
        post: operations["startRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One request with its steps, questions and result */
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{runId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happens to a request, as it happens
         * @description Server-sent events. The `data` of each `run` event is JSON with `seq`, `verb`, `at`, `by`, `channel`, `taskId`, `data`; `end` says that the run is over. After four minutes the stream closes; come back with the last id, and nothing is missed.
         */
        get: operations["followRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{runId}/input": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole input, as a file */
        get: operations["getRunInput"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{runId}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole result, as a file */
        get: operations["getRunResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{runId}/snapshot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the engine keeps of a request
         * @description Sensitive parts are masked. It is cut at 256 KB, unless it is downloaded.
         */
        get: operations["getRunSnapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{runId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a request
         * @description Its open questions close at once.
         */
        post: operations["cancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The inbox */
        get: operations["listTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{taskId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One task with its evidence and form */
        get: operations["getTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{taskId}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer a task
         * @description An answer counts once it is recorded, whether or not the run has taken it yet. The same answer again is the same success; `conflict` says who was faster, and `stale` brings the question as it is now. `payloadDigest` says which question is answered, evidence and form to the byte, and not that anybody has read it: when `payloadCut` is true, a program that asks a person shows them all of `GET /api/tasks/{taskId}/payload` first.
         */
        post: operations["decideTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{taskId}/payload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole evidence, as a file */
        get: operations["getTaskPayload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{taskId}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See one masked part of the evidence
         * @description For those who may decide on the task or oversee it. It is audited.
         */
        post: operations["revealField"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{taskId}/revision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What reopening a decision would mean */
        get: operations["previewRevision"];
        put?: never;
        /** Reopen a decision */
        post: operations["reviseDecision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{taskId}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo a decision
         * @description For the person who decided, until `undoUntil` of the decision: the task is open again, and nothing was applied.
         */
        post: operations["undoDecision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{taskId}/reassign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask other people */
        post: operations["reassignTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/reassign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask other people about several tasks */
        post: operations["reassignTasks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signals/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell of an event
         * @description For operators. It answers every task that waits for its name and key. When nothing waits for it yet it is kept for seven days.
         */
        post: operations["sendSignal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What needs an operator
         * @description Without a kind how many there are of each; with one a page of them.
         */
        get: operations["listFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{runId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try again what is owed to a request
         * @description What was stuck gets all its tries again.
         */
        post: operations["retryRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try again what is owed to several requests */
        post: operations["retryRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{runId}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What restarting a failed request would mean */
        get: operations["previewRestart"];
        put?: never;
        /**
         * Restart a failed request from where it failed
         * @description A step that failed with a decision gets the same one again.
         */
        post: operations["restartRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{runId}/time-travel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The steps a request can be rewound to */
        get: operations["previewTimeTravel"];
        put?: never;
        /**
         * Rewind a request to a step
         * @description The step and everything after it run again; decisions made there no longer count.
         */
        post: operations["timeTravel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{runId}/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What rebuilding a request would mean */
        get: operations["previewRebuild"];
        put?: never;
        /**
         * Rebuild a request from its journal
         * @description Recorded decisions are applied again, in their order.
         */
        post: operations["rebuildRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit log, newest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit log as a file
         * @description That it was taken is itself written to the log. JSON lines are an AuditEntry each.
         */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where programs are told of events */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Tell a program of events
         * @description From now on, in the Standard Webhooks format. The secret is told this once.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{endpointId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One webhook */
        get: operations["getWebhook"];
        put?: never;
        /** Change the name, address or events of a webhook */
        post: operations["updateWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{endpointId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send nothing until it is resumed */
        post: operations["pauseWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{endpointId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on with a webhook that was paused or switched off
         * @description What happened meanwhile is sent, as far as it is not older than three days.
         */
        post: operations["resumeWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{endpointId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test to a webhook
         * @description A `webhook.test`, signed and logged as events are, and sent once; also while the webhook is paused or switched off. What came of it is in its deliveries.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{endpointId}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook a new secret
         * @description For a day the one before signs as well.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{endpointId}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete a webhook and its delivery log */
        post: operations["deleteWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{endpointId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a webhook was told, the newest event first */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{endpointId}/deliveries/{deliveryId}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an event once more
         * @description Under the same `webhook-id`.
         */
        post: operations["redeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One’s own keys
         * @description Administrators see everybody’s.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make a key
         * @description The key is in the answer and nowhere else.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{keyId}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a key
         * @description It is dead at once.
         */
        post: operations["revokeApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{keyId}/grant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a key decide
         * @description Administrators give a key the scope `tasks:decide`, with which it answers in its owner’s place.
         */
        post: operations["grantDeciding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-in/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description Limited to 60 tries a minute from one address.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/get-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change one’s password */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether this process is alive */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the desk can work
         * @description Both stores answer, and the database is up to date.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cron/recover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sweep once
         * @description For a scheduler; safe at any time, beside live servers and other sweeps.
         */
        get: operations["sweep"];
        put?: never;
        /**
         * Sweep once
         * @description For a scheduler; safe at any time, beside live servers and other sweeps.
         */
        post: operations["sweepByPost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/slack/interactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What people press and send in Slack
         * @description For Slack alone: a form post whose `payload` is `block_actions` or `view_submission`, with Slack’s signature and time in `X-Slack-Signature` and `X-Slack-Request-Timestamp`.
         */
        post: operations["slackInteraction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Any JSON value. */
        Json: unknown;
        /** @enum {string} */
        WebhookEventType: "run.started" | "run.suspended" | "run.finished" | "run.failed" | "run.canceled" | "task.opened" | "task.decided" | "task.expired";
        /** @enum {string} */
        Scope: "workflows:read" | "runs:read" | "runs:start" | "runs:cancel" | "tasks:read" | "tasks:decide" | "signals:send" | "audit:read" | "operations:manage";
        Workflow: {
            id: string;
            title: string;
            description: string | null;
            /** @description What the `input` of a request must fit; null: anything. */
            inputSchema: components["schemas"]["JsonSchema"] | null;
            resultSchema: components["schemas"]["JsonSchema"] | null;
            /** @description The steps that may ask people. */
            humanSteps: {
                path: string[];
                title: string;
                description: string | null;
            }[];
        };
        /** @description A JSON Schema, draft 2020-12. */
        JsonSchema: {
            [key: string]: components["schemas"]["Json"];
        };
        /** @description Why a call was refused (RFC 9457). */
        Problem: {
            /** @constant */
            type: "about:blank";
            title: string;
            status: number;
            code: components["schemas"]["ErrorCode"];
            reason: components["schemas"]["ErrorReason"];
            /** @description What is wrong, in words. What the sentence is made of stands beside `reason`, by name. */
            detail: string;
            /** @description Everything that does not fit, for `invalid`. */
            issues?: {
                /** @description As form fields are named: `items[0].sku`; empty for the whole. */
                path: string;
                message: string;
            }[];
            /** @description What the log knows this request by. */
            requestId: string;
            /** @description After how many seconds it is worth trying again. */
            retryAfter?: number;
            /** @description Who was faster with an answer to the task. */
            decidedBy?: string;
            /** Format: date-time */
            decidedAt?: string;
            /** @description What they answered: the id of an outcome. */
            outcome?: string;
            outcomeLabel?: string;
            /** @description For `stale`: the question as it is now. */
            task?: components["schemas"]["TaskDetail"];
        } & {
            [key: string]: unknown;
        };
        /** @enum {string} */
        ErrorCode: "malformed" | "unauthenticated" | "forbidden" | "not_found" | "conflict" | "stale" | "too_large" | "unsupported_media_type" | "invalid" | "rate_limited" | "unavailable" | "internal";
        /**
         * @description Which refusal of its code it is. `malformed`: `body_not_json`, `form_unreadable`, `form_too_big`, `idempotency_key_malformed`; `unauthenticated`: `not_signed_in`, `wrong_credentials`, `api_key_invalid`, `metrics_token_needed`, `cron_secret_needed`, `slack_signature_wrong`; `forbidden`: `foreign_origin`, `scope_missing`, `scope_needs_admin`, `only_system`, `only_people`, `only_signed_in`, `only_operators`, `only_admins`, `only_requester_cancels`, `only_decider_undoes`, `reopening_needs_operator`, `hidden_from_you`, `key_cannot_decide`, `own_request`, `not_approver`, `no_longer_approver`; `not_found`: `no_such_address`, `no_such_delivery`, `no_such_key`, `no_such_page`, `no_such_run`, `no_such_task`, `no_such_webhook`, `no_such_workflow`; `conflict`: `idempotency_key_reused`, `idempotency_key_cut_off`, `idempotency_key_busy`, `idempotency_key_taken_over`, `answer_not_kept`, `task_closed`, `task_canceled`, `task_expired`, `task_changed`, `task_needs_nobody`, `being_checked`, `already_answered`, `step_gone`, `nobody_can_decide`, `only_requester_left`, `run_lost`, `run_changed`, `run_ended`, `run_not_failed`, `run_not_broken`, `run_not_rewindable`, `workflow_gone`, `workflow_state_removed`, `nothing_owed`, `too_late_to_undo`, `nothing_to_undo`, `not_decided`, `already_reopened`, `decided_elsewhere`, `decision_being_applied`, `tool_call_final`, `list_item_final`, `run_cannot_reopen`, `asked_again_since`, `email_taken`, `too_many_keys`, `key_changed`, `too_many_webhooks`, `webhook_changed`, `webhook_off`, `webhook_not_active`, `delivery_under_way`, `no_stuck_messages`; `stale`: `question_changed`; `too_large`: `body_too_large`, `input_too_large`; `unsupported_media_type`: `body_must_be_json`, `body_must_be_form`; `invalid`: `invalid_values`; `rate_limited`: `too_many_requests`, `too_many_wrong_keys`, `too_many_streams`, `server_full`, `too_many_attempts`; `unavailable`: `desk_busy`, `database_away`, `workflow_store_away`, `database_outdated`, `server_stopping`; `internal`: `unexpected`, `sign_in_failed`.
         * @enum {string}
         */
        ErrorReason: "body_not_json" | "form_unreadable" | "form_too_big" | "idempotency_key_malformed" | "not_signed_in" | "wrong_credentials" | "api_key_invalid" | "metrics_token_needed" | "cron_secret_needed" | "slack_signature_wrong" | "foreign_origin" | "scope_missing" | "scope_needs_admin" | "only_system" | "only_people" | "only_signed_in" | "only_operators" | "only_admins" | "only_requester_cancels" | "only_decider_undoes" | "reopening_needs_operator" | "hidden_from_you" | "key_cannot_decide" | "own_request" | "not_approver" | "no_longer_approver" | "no_such_address" | "no_such_delivery" | "no_such_key" | "no_such_page" | "no_such_run" | "no_such_task" | "no_such_webhook" | "no_such_workflow" | "idempotency_key_reused" | "idempotency_key_cut_off" | "idempotency_key_busy" | "idempotency_key_taken_over" | "answer_not_kept" | "task_closed" | "task_canceled" | "task_expired" | "task_changed" | "task_needs_nobody" | "being_checked" | "already_answered" | "step_gone" | "nobody_can_decide" | "only_requester_left" | "run_lost" | "run_changed" | "run_ended" | "run_not_failed" | "run_not_broken" | "run_not_rewindable" | "workflow_gone" | "workflow_state_removed" | "nothing_owed" | "too_late_to_undo" | "nothing_to_undo" | "not_decided" | "already_reopened" | "decided_elsewhere" | "decision_being_applied" | "tool_call_final" | "list_item_final" | "run_cannot_reopen" | "asked_again_since" | "email_taken" | "too_many_keys" | "key_changed" | "too_many_webhooks" | "webhook_changed" | "webhook_off" | "webhook_not_active" | "delivery_under_way" | "no_stuck_messages" | "question_changed" | "body_too_large" | "input_too_large" | "body_must_be_json" | "body_must_be_form" | "invalid_values" | "too_many_requests" | "too_many_wrong_keys" | "too_many_streams" | "server_full" | "too_many_attempts" | "desk_busy" | "database_away" | "workflow_store_away" | "database_outdated" | "server_stopping" | "unexpected" | "sign_in_failed";
        TaskDetail: {
            taskId: string;
            runId: string;
            workflowId: string;
            /** @description The step that asks; `forEachIndex` says for which item of a list. */
            step: {
                path: string[];
                forEachIndex: number | null;
            };
            /** @enum {string} */
            kind: "step" | "tool-call" | "event" | "check";
            title: string;
            state: components["schemas"]["TaskState"];
            /** @description The evidence, with `••••` for what its schema calls sensitive, and cut when it is very large. */
            payload: components["schemas"]["Json"];
            /** @description Whether it is too large to be given here; `getTaskPayload` gives all of it. */
            payloadCut: boolean;
            /** @description Of the whole evidence, as it is and not as it is shown; an answer carries it. */
            payloadDigest: string;
            /** @description Principals: `user:id`, `group:slug`, `role:name`. */
            candidates: string[];
            requester: components["schemas"]["Person"];
            /** @description The id of the person who has taken it. */
            assignee: string | null;
            dueAt: string | null;
            /** @enum {string} */
            priority: "low" | "normal" | "high" | "urgent";
            /** @description How the very same question of this step was answered before in this run; null: it is the first time. */
            askedBefore: {
                /** @description How many answers there were. */
                times: number;
                answers: {
                    outcome: string;
                    label: string;
                    name: string;
                    times: number;
                }[];
            } | null;
            /** Format: date-time */
            createdAt: string;
            closedAt: string | null;
            /** @description Why it closed without a decision. */
            closeReason: ("run_canceled" | "run_ended" | "asked_again" | "time_over" | "decision_reopened" | "run_rewound" | "run_restarted" | "run_rebuilt" | "answered_outside") | null;
            decidedAt: string | null;
            decision: components["schemas"]["Decision"] | null;
            payloadSchema: components["schemas"]["JsonSchema"] | null;
            /** @description What an answer must fit; null: anything. */
            resumeSchema: components["schemas"]["JsonSchema"] | null;
            /** @description The buttons; what an outcome presets may be left out of the answer. */
            outcomes: components["schemas"]["Outcome"][];
            /** @description The field of the answer that is its reason: it and `comment` are the same; null: the answer has none. */
            reasonField: string | null;
            /** @description What the form starts with: content of the evidence that the answer takes up under the same name. */
            suggested: {
                [key: string]: components["schemas"]["Json"];
            };
            /** @description Reminders and escalations, oldest first. */
            readonly notices: {
                /** @enum {string} */
                kind: "reminded" | "escalated";
                /** Format: date-time */
                at: string;
                people: string[];
            }[];
            /** @description Whether you may see masked parts, one at a time. */
            canReveal: boolean;
            canDecide: boolean;
            /** @description Why not, when `canDecide` is false. */
            refusal: {
                /** @enum {string} */
                code: "closed" | "expired" | "lost" | "own_request" | "not_candidate" | "not_a_person" | "gone";
                /** @description In words. */
                reason: string;
            } | null;
        };
        /** @enum {string} */
        TaskState: "open" | "decided" | "expired" | "canceled";
        Person: {
            id: string;
            name: string;
        };
        Decision: {
            id: string;
            outcome: string;
            outcomeLabel: string;
            /** @enum {string} */
            tone: "success" | "danger" | "neutral";
            /** @description What the run is given, with `••••` for what its schema calls sensitive. */
            resumeData: components["schemas"]["Json"];
            comment: string | null;
            by: components["schemas"]["Actor"];
            channel: components["schemas"]["Channel"];
            /** Format: date-time */
            at: string;
            /** @description When the run had taken it; null while it is recorded and being applied. */
            appliedAt: string | null;
            /** @description Until when whoever decided can undo it; it is applied then. Null: not (any more). */
            undoUntil: string | null;
            /** @description When it was found that another program had answered the run instead, so that it never took this answer. */
            answeredOutsideAt: string | null;
            /** @description Recorded, and waiting for the answers of earlier items of the same list. */
            waitingForTurn: boolean;
            /** @description When it was reopened, or the run was rewound behind it, so that it no longer counts. */
            revisedAt: string | null;
            payloadDigest: string;
            /** @description What the person changed of the content they were shown; null when the answer repeats none of it, or all. */
            edits: {
                schema: components["schemas"]["JsonSchema"];
                before: {
                    [key: string]: components["schemas"]["Json"];
                };
                after: {
                    [key: string]: components["schemas"]["Json"];
                };
            } | null;
        };
        Actor: {
            /** @enum {string} */
            kind: "user" | "link" | "apiKey" | "slack" | "system";
            id: string;
            name: string;
        };
        /** @enum {string} */
        Channel: "web" | "api" | "link" | "mail" | "slack" | "system";
        Outcome: {
            id: string;
            label: string;
            /** @enum {string} */
            tone: "success" | "danger" | "neutral";
            /** @description What it presets of the answer. */
            resumeData: {
                [key: string]: components["schemas"]["Json"];
            };
            reasonRequired: boolean;
        };
        RunSummary: {
            runId: string;
            workflowId: string;
            workflowTitle: string;
            title: string;
            status: components["schemas"]["RunStatus"];
            requester: components["schemas"]["Person"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            finishedAt: string | null;
            /** @description Who is asked now, in words, such as `Finance`. */
            waitingOn: string[];
        };
        /**
         * @description Mastra's words; and `lost`: the engine has no snapshot of it any more.
         * @enum {string}
         */
        RunStatus: "pending" | "running" | "waiting" | "suspended" | "success" | "failed" | "canceled" | "tripwire" | "lost";
        RunDetail: {
            runId: string;
            workflowId: string;
            workflowTitle: string;
            title: string;
            status: components["schemas"]["RunStatus"];
            requester: components["schemas"]["Person"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            finishedAt: string | null;
            /** @description As it was sent, with `••••` for what its schema calls sensitive, and cut when it is very large. */
            input: components["schemas"]["Json"];
            inputCut: boolean;
            inputSchema: components["schemas"]["JsonSchema"] | null;
            steps: components["schemas"]["RunStep"][];
            tasks: components["schemas"]["RunTask"][];
            /** @description The workflow's result when the status is `success`; masked and cut as the input is. */
            result: components["schemas"]["Json"];
            resultCut: boolean;
            resultSchema: components["schemas"]["JsonSchema"] | null;
            error: {
                message: string;
                step: string | null;
            } | null;
            cancelReason: string | null;
            canCancel: boolean;
            /** @description The newest event seen with this state; event streams go on after it. */
            lastEventId: number;
        };
        RunStep: {
            path: string[];
            title: string;
            /** @enum {string} */
            status: "pending" | "running" | "suspended" | "waiting" | "success" | "failed" | "skipped" | "canceled";
            /** @description Whether it may ask people. */
            human: boolean;
            startedAt: string | null;
            endedAt: string | null;
        };
        RunTask: {
            taskId: string;
            /** @description The step that asks; `forEachIndex` says for which item of a list. */
            step: {
                path: string[];
                forEachIndex: number | null;
            };
            title: string;
            state: components["schemas"]["TaskState"];
            /** @description Whether the reader may open the task. */
            visible: boolean;
            /** @description Who is asked, in words: names of people, groups or roles. */
            askedOf: string[];
            /** Format: date-time */
            createdAt: string;
            dueAt: string | null;
            closedAt: string | null;
            closeReason: ("run_canceled" | "run_ended" | "asked_again" | "time_over" | "decision_reopened" | "run_rewound" | "run_restarted" | "run_rebuilt" | "answered_outside") | null;
            readonly notices: {
                /** @enum {string} */
                kind: "reminded" | "escalated";
                /** Format: date-time */
                at: string;
                people: string[];
            }[];
            decision: components["schemas"]["Decision"] | null;
        };
        Snapshot: {
            runId: string;
            workflowId: string;
            workflowTitle: string;
            title: string;
            status: components["schemas"]["RunStatus"];
            requester: components["schemas"]["Person"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            finishedAt: string | null;
            /**
             * @description `none`: the run has not begun; `lost`: it has, and the store has no snapshot; `unreadable`: the store could not read it.
             * @enum {string}
             */
            state: "kept" | "none" | "lost" | "pruned" | "unreadable";
            prunedAt: string | null;
            /** @description The error, word for word, when it is unreadable. */
            problem: string | null;
            /** @description Whether the code still has the workflow; without it only what its questions called sensitive is masked. */
            workflowKnown: boolean;
            /** @description Whether long values were shortened; the download has all of them. */
            cut: boolean;
            /** @description Bytes of all of them as JSON. */
            size: number | null;
            snapshots: {
                workflowId: string;
                runId: string;
                path: string[];
                forEachIndex: number | null;
                content: components["schemas"]["Json"];
            }[];
        };
        TaskSummary: {
            taskId: string;
            runId: string;
            workflowId: string;
            /** @enum {string} */
            kind: "step" | "tool-call" | "event" | "check";
            title: string;
            state: components["schemas"]["TaskState"];
            requester: components["schemas"]["Person"];
            /** @description The id of the person who has taken it. */
            assignee: string | null;
            dueAt: string | null;
            /** @enum {string} */
            priority: "low" | "normal" | "high" | "urgent";
            /** @description How the very same question of this step was answered before in this run; null: it is the first time. */
            askedBefore: {
                /** @description How many answers there were. */
                times: number;
                answers: {
                    outcome: string;
                    label: string;
                    name: string;
                    times: number;
                }[];
            } | null;
            /** Format: date-time */
            createdAt: string;
            closedAt: string | null;
            decidedAt: string | null;
            outcome: string | null;
            decidedBy: string | null;
        };
        DecisionReceipt: {
            decision: components["schemas"]["Decision"];
            task: components["schemas"]["Task"];
            /** @description Whether the run has taken the answer. */
            applied: boolean;
            /** @description A task that waits for you next. */
            next: string | null;
        };
        Task: {
            taskId: string;
            runId: string;
            workflowId: string;
            /** @description The step that asks; `forEachIndex` says for which item of a list. */
            step: {
                path: string[];
                forEachIndex: number | null;
            };
            /** @enum {string} */
            kind: "step" | "tool-call" | "event" | "check";
            title: string;
            state: components["schemas"]["TaskState"];
            /** @description The evidence, with `••••` for what its schema calls sensitive, and cut when it is very large. */
            payload: components["schemas"]["Json"];
            /** @description Whether it is too large to be given here; `getTaskPayload` gives all of it. */
            payloadCut: boolean;
            /** @description Of the whole evidence, as it is and not as it is shown; an answer carries it. */
            payloadDigest: string;
            /** @description Principals: `user:id`, `group:slug`, `role:name`. */
            candidates: string[];
            requester: components["schemas"]["Person"];
            /** @description The id of the person who has taken it. */
            assignee: string | null;
            dueAt: string | null;
            /** @enum {string} */
            priority: "low" | "normal" | "high" | "urgent";
            /** @description How the very same question of this step was answered before in this run; null: it is the first time. */
            askedBefore: {
                /** @description How many answers there were. */
                times: number;
                answers: {
                    outcome: string;
                    label: string;
                    name: string;
                    times: number;
                }[];
            } | null;
            /** Format: date-time */
            createdAt: string;
            closedAt: string | null;
            /** @description Why it closed without a decision. */
            closeReason: ("run_canceled" | "run_ended" | "asked_again" | "time_over" | "decision_reopened" | "run_rewound" | "run_restarted" | "run_rebuilt" | "answered_outside") | null;
            decidedAt: string | null;
            decision: components["schemas"]["Decision"] | null;
        };
        RevisionPreview: {
            taskId: string;
            title: string;
            runsAgain: string[];
            askedAgain: string[];
        };
        BulkResult: {
            id: string;
            /** @constant */
            ok: true;
        } | {
            id: string;
            /** @constant */
            ok: false;
            code: components["schemas"]["ErrorCode"];
            reason: components["schemas"]["ErrorReason"];
            detail: string;
        };
        SignalReceipt: {
            signalId: string;
            /** @enum {string} */
            state: "used" | "kept";
            /** @description The runs that take it as their answer. */
            runIds: string[];
        };
        /** @description How many of each kind there are, counted up to 100. */
        FindingCounts: {
            stuck: number;
            lost: number;
            unreadable: number;
            hanging: number;
            unanswerable: number;
            repeated: number;
            failed: number;
            lagging: number;
            overdue: number;
            stale: number;
            oversized: number;
            recovery: number;
            webhooks: number;
            deliveries: number;
            sweeps: number;
        };
        Finding: {
            /** @enum {string} */
            kind: "stuck" | "lost" | "unreadable" | "hanging" | "unanswerable" | "repeated" | "failed" | "lagging" | "overdue" | "stale" | "oversized" | "recovery" | "webhooks" | "deliveries" | "sweeps";
            id: string;
            runId: string | null;
            taskId: string | null;
            title: string;
            workflowTitle: string | null;
            /** @description In words. */
            reason: string;
            /** @description Words of the engine or of what was called, for those who repair. */
            detail: string | null;
            /** Format: date-time */
            since: string;
            /** @description What can safely be done about it; each asks for a reason, and is audited. */
            actions: ("retry" | "restart" | "time-travel" | "rebuild" | "cancel" | "reassign")[];
        };
        RestartPreview: {
            runsAgain: string[];
            askedAgain: string[];
            runId: string;
            failedAt: string[];
            /** @description Decisions that the failed step had got; it gets them again. */
            answersKept: string[];
        };
        TimeTravelPreview: {
            runId: string;
            places: {
                runsAgain: string[];
                askedAgain: string[];
                step: string[];
                title: string;
            }[];
        };
        RebuildPreview: {
            runsAgain: string[];
            askedAgain: string[];
            runId: string;
            answers: {
                title: string;
                outcome: string;
                by: string;
                /** Format: date-time */
                at: string;
                askedAnew: boolean;
            }[];
        };
        AuditEntry: {
            seq: number;
            verb: string;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            channel: components["schemas"]["Channel"];
            runId: string | null;
            runTitle: string | null;
            taskId: string | null;
            taskTitle: string | null;
            data: components["schemas"]["Json"];
            /** @description The seal of this event in the chain; null while it is not sealed. */
            seal: string | null;
        };
        SealStatus: {
            head: {
                seq: number;
                seal: string;
                /** Format: date-time */
                at: string;
            } | null;
            unsealed: number;
        };
        WebhookEndpoint: {
            endpointId: string;
            name: string;
            url: string;
            events: components["schemas"]["WebhookEventType"][];
            /**
             * @description `paused` by an administrator; `off` by itself.
             * @enum {string}
             */
            state: "active" | "paused" | "off";
            /** @description The receiver answered 410, or took nothing for days. */
            offReason: ("gone" | "failing") | null;
            /** @description Since when every try fails. */
            failingSince: string | null;
            /** @description Until then every event carries a signature by the secret before, too. */
            previousSecretUntil: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        WebhookWithSecret: {
            endpoint: components["schemas"]["WebhookEndpoint"];
            /** @description Told this once, never again. */
            secret: string;
        };
        WebhookDelivery: {
            /** @description The `webhook-id` of all its tries. */
            deliveryId: string;
            endpointId: string;
            /** @enum {string} */
            type: "run.started" | "run.suspended" | "run.finished" | "run.failed" | "run.canceled" | "task.opened" | "task.decided" | "task.expired" | "webhook.test";
            /** @enum {string} */
            state: "pending" | "delivered" | "failed";
            attempts: number;
            /** @description When it is tried next. */
            dueAt: string | null;
            attemptedAt: string | null;
            deliveredAt: string | null;
            responseStatus: number | null;
            /** @description The beginning of what the receiver said when it did not take it. */
            response: string | null;
            error: string | null;
            tookMs: number | null;
            /** Format: date-time */
            createdAt: string;
            body: components["schemas"]["WebhookEvent"] | components["schemas"]["WebhookTest"];
        };
        WebhookEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "run.started" | "run.suspended" | "run.finished" | "run.failed" | "run.canceled" | "task.opened" | "task.decided" | "task.expired";
            /**
             * Format: date-time
             * @description When it happened.
             */
            timestamp: string;
            data: {
                run: {
                    id: string;
                    title: string;
                    workflow: {
                        id: string;
                        title: string;
                    };
                    requester: components["schemas"]["Person"];
                    /** Format: uri */
                    url: string;
                };
                /** @description The question that it is about; null for events of the run. */
                task: {
                    id: string;
                    title: string;
                    /** @enum {string} */
                    kind: "step" | "tool-call" | "event" | "check";
                    dueAt: string | null;
                    /** Format: uri */
                    url: string;
                } | null;
                /** @description Of a question that was answered, by somebody or by its policy. */
                outcome: {
                    id: string;
                    label: string;
                } | null;
                /** @description Who did it; the system for what happened by itself. */
                actor: {
                    /** @enum {string} */
                    kind: "user" | "link" | "apiKey" | "slack" | "system";
                    name: string;
                };
                channel: components["schemas"]["Channel"];
            };
        };
        WebhookTest: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "webhook.test";
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            timestamp: string;
            data: {
                webhook: {
                    id: string;
                    name: string;
                    /**
                     * Format: uri
                     * @description Its page.
                     */
                    url: string;
                };
                actor: {
                    /** @enum {string} */
                    kind: "user" | "link" | "apiKey" | "slack" | "system";
                    name: string;
                };
                channel: components["schemas"]["Channel"];
            };
        };
        ApiKey: {
            keyId: string;
            name: string;
            /** @description Its first letters, to tell keys apart. */
            start: string;
            owner: components["schemas"]["Person"];
            scopes: components["schemas"]["Scope"][];
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            /** @description To the minute; null: never. */
            lastUsedAt: string | null;
        };
        NewApiKey: {
            keyId: string;
            name: string;
            /** @description Its first letters, to tell keys apart. */
            start: string;
            owner: components["schemas"]["Person"];
            scopes: components["schemas"]["Scope"][];
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            /** @description To the minute; null: never. */
            lastUsedAt: string | null;
            /** @description The key. It is not kept, and cannot be shown again. */
            key: string;
        };
        SweepResult: {
            /** @description Runs that something was owed to. */
            runs: number;
            /** @description Of these, those that somebody else drove, or for which there was no time left. */
            busy: number;
            /** @description Checks, runs and parts of the sweep that failed; the log says why. */
            failed: number;
            checks: number;
            signals: number;
            expired: number;
            reminded: number;
            escalated: number;
            stale: number;
            /** @description Tasks that went to operators, as nobody else may decide them, or back. */
            rejudged: number;
            /** @description Runs that have not ended and that nothing moves, newly found. */
            hanging: number;
            lost: number;
            found: number;
            projected: number;
            unreadable: number;
            readable: number;
            adopted: number;
            /** @description Webhooks that were taken by their receivers. */
            webhooks: number;
            /** @description Nothing was left to do, and everything has been looked at since the walks began. */
            idle: boolean;
        };
    };
    responses: {
        /** @description `unauthenticated`: Not signed in. */
        Unauthenticated: {
            headers: {
                "RateLimit-Policy": components["headers"]["RateLimitPolicyIfCounted"];
                RateLimit: components["headers"]["RateLimitIfCounted"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `forbidden`: Not allowed. */
        Forbidden: {
            headers: {
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `rate_limited`: Too many requests. */
        RateLimited: {
            headers: {
                /** @description Seconds. */
                "Retry-After"?: number;
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `internal`: Something went wrong. */
        Internal: {
            headers: {
                "RateLimit-Policy": components["headers"]["RateLimitPolicyIfCounted"];
                RateLimit: components["headers"]["RateLimitIfCounted"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unavailable`: Not available just now. */
        Unavailable: {
            headers: {
                /** @description Seconds. */
                "Retry-After"?: number;
                "RateLimit-Policy": components["headers"]["RateLimitPolicyIfCounted"];
                RateLimit: components["headers"]["RateLimitIfCounted"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `invalid`: Some values do not fit. */
        Invalid: {
            headers: {
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `malformed`: Malformed request. */
        Malformed: {
            headers: {
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not_found`: Not found. */
        NotFound: {
            headers: {
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `conflict`: Conflict. */
        Conflict: {
            headers: {
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `too_large`: Too large. */
        TooLarge: {
            headers: {
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unsupported_media_type`: Unsupported content type. */
        UnsupportedMediaType: {
            headers: {
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unauthenticated`: Not signed in. */
        UnauthenticatedUncounted: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `forbidden`: Not allowed. */
        ForbiddenUncounted: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not_found`: Not found. */
        NotFoundUncounted: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `internal`: Something went wrong. */
        InternalUncounted: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unavailable`: Not available just now. */
        UnavailableUncounted: {
            headers: {
                /** @description Seconds. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `conflict`: Conflict. `stale`: The question has changed. */
        ConflictOrStale: {
            headers: {
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `malformed`: Malformed request. */
        MalformedUncounted: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `too_large`: Too large. */
        TooLargeUncounted: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unsupported_media_type`: Unsupported content type. */
        UnsupportedMediaTypeUncounted: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `invalid`: Some values do not fit. */
        InvalidUncounted: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `conflict`: Conflict. */
        ConflictUncounted: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `rate_limited`: Too many requests. */
        RateLimitedUncounted: {
            headers: {
                /** @description Seconds. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description `wait=N` waits up to N seconds, at most 30, for the run to take it (RFC 7240). */
        Prefer: string;
        /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
        IdempotencyKey: string;
        /** @description The id of a run. */
        RunId: string;
        /** @description The id of a task. */
        TaskId: string;
        /** @description The id of a webhook. */
        EndpointId: string;
        /** @description The id of an API key; not the key. */
        KeyId: string;
    };
    requestBodies: never;
    headers: {
        /** @description What it was counted against (`reads`, `writes` or `wrong-keys`): `q` requests in `w` seconds. */
        RateLimitPolicy: string;
        /** @description What is left of it: `r` requests for `t` seconds. */
        RateLimit: string;
        /** @description What it was counted against (`reads`, `writes` or `wrong-keys`): `q` requests in `w` seconds. */
        RateLimitPolicyIfCounted: string;
        /** @description What is left of it: `r` requests for `t` seconds. */
        RateLimitIfCounted: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listWorkflows: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Workflow"][];
                        /** @description Give it as `cursor` for the next page; null: this was the last one. */
                        nextCursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description `mine`: those I asked for; `all`: every run I may see. */
                scope?: "mine" | "all";
                /** @description `active`: all that have not ended; `finished`: all that have. */
                status?: "pending" | "running" | "waiting" | "suspended" | "success" | "failed" | "canceled" | "tripwire" | "lost" | "active" | "finished";
                /** @description Only those of this workflow. */
                workflowId?: string;
                /** @description How many at most. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of runs. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RunSummary"][];
                        /** @description Give it as `cursor` for the next page; null: this was the last one. */
                        nextCursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    startRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits up to N seconds, at most 30, for the run to take it (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "workflowId": "expense-report",
                 *       "input": {
                 *         "purpose": "Train to Lyon",
                 *         "category": "travel",
                 *         "amount": 184.5,
                 *         "currency": "EUR",
                 *         "spentOn": "2026-11-18"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The id of a workflow of this desk. */
                    workflowId: string;
                    /** @description The request, by the workflow's inputSchema. */
                    input?: components["schemas"]["Json"];
                    /** @description How the requester calls it; default: the workflow and the first words of the request. */
                    title?: string;
                };
            };
        };
        responses: {
            /** @description The run that this key made before. */
            200: {
                headers: {
                    /** @description The address of the run. */
                    Location: string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description The new run. */
            201: {
                headers: {
                    /** @description The address of the run. */
                    Location: string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description The answer to a plain form post: the page to go on with. */
            303: {
                headers: {
                    Location: string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicyIfCounted"];
                    RateLimit: components["headers"]["RateLimitIfCounted"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    followRun: {
        parameters: {
            query?: {
                /** @description The `seq` of the last event that was read; `Last-Event-ID` goes before it. */
                after?: number;
            };
            header?: {
                /** @description The id of the last event that was read, as browsers send it by themselves. */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description The id of a run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream that goes on until the run is over. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: 12
                     *     event: run
                     *     data: {"seq":12,"verb":"task.opened", …}
                     */
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["UnauthenticatedUncounted"];
            403: components["responses"]["ForbiddenUncounted"];
            404: components["responses"]["NotFoundUncounted"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalUncounted"];
            503: components["responses"]["UnavailableUncounted"];
        };
    };
    getRunInput: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for, sensitive parts masked. */
            200: {
                headers: {
                    "Content-Disposition": string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Json"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRunResult: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What came of it, sensitive parts masked. */
            200: {
                headers: {
                    "Content-Disposition": string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Json"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRunSnapshot: {
        parameters: {
            query?: {
                /** @description The whole of it, as a file. */
                download?: "1";
            };
            header?: never;
            path: {
                /** @description The id of a run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The snapshot with those nested in it. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits up to N seconds, at most 30, for the run to take it (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "The trip was called off."
                 *     }
                 */
                "application/json": {
                    /** @description Why, in words. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The run, which has ended. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description The run, whose end is recorded and about to be told to the engine. */
            202: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description The answer to a plain form post: the page to go on with. */
            303: {
                headers: {
                    Location: string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicyIfCounted"];
                    RateLimit: components["headers"]["RateLimitIfCounted"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTasks: {
        parameters: {
            query?: {
                /** @description `mine`: those I may answer (or could have); `unclaimed`: of these, those nobody has taken; `all`: every task I may see. */
                scope?: "mine" | "unclaimed" | "all";
                /** @description `closed`: all that are not open. */
                state?: "open" | "decided" | "expired" | "canceled" | "closed";
                /** @description Only those of this workflow. */
                workflowId?: string;
                /** @description Words in the title or in the name of the requester. */
                q?: string;
                /** @description Due by now, within 24 hours, or within seven days. */
                due?: "overdue" | "today" | "week";
                /** @description `due`: the most pressing first; `priority`: the most urgent first, then the oldest. */
                sort?: "due" | "newest" | "oldest" | "priority";
                /** @description How many at most. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tasks, without their evidence. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TaskSummary"][];
                        /** @description Give it as `cursor` for the next page; null: this was the last one. */
                        nextCursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    decideTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits up to N seconds, at most 30, for the run to take it (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "outcome": "approve",
                 *       "comment": "Receipt checked.",
                 *       "payloadDigest": "sha256:…"
                 *     }
                 */
                "application/json": {
                    /** @description The answer, by the task's resumeSchema; what the outcome presets may be left out. */
                    resumeData?: components["schemas"]["Json"];
                    /** @description The payloadDigest of the task as it was shown. */
                    payloadDigest: string;
                    /** @description The id of one of the outcomes; may be left out when resumeData says it. */
                    outcome?: string;
                    /** @description Apply it only after the time in which it can be undone (UNDO_WINDOW, or the `undo` of the policy, which holds in any case). */
                    undoable?: boolean;
                    /** @description A reason in words. */
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The run has taken the answer. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionReceipt"];
                };
            };
            /** @description The answer is recorded; the run is about to take it. */
            202: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionReceipt"];
                };
            };
            /** @description The answer to a plain form post: the page to go on with. */
            303: {
                headers: {
                    Location: string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicyIfCounted"];
                    RateLimit: components["headers"]["RateLimitIfCounted"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictOrStale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTaskPayload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The evidence, sensitive parts masked. */
            200: {
                headers: {
                    "Content-Disposition": string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Json"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    revealField: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "path": "applicant.accounts[0].iban"
                 *     }
                 */
                "application/json": {
                    /** @description Where the masked part stands in the payload, as `applicant.accounts[0].iban`; empty for the whole. */
                    path: string;
                };
            };
        };
        responses: {
            /** @description What is masked there. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["Json"];
                    };
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    previewRevision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What would run and be asked again. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionPreview"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    reviseDecision: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits up to N seconds, at most 30, for the run to take it (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "It was meant for another request."
                 *     }
                 */
                "application/json": {
                    /** @description Why the decision is reopened, in words. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The run asks again. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description It is recorded, and the run is about to ask again. */
            202: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description The answer to a plain form post: the page to go on with. */
            303: {
                headers: {
                    Location: string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicyIfCounted"];
                    RateLimit: components["headers"]["RateLimitIfCounted"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    undoDecision: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task, open again. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            /** @description The answer to a plain form post: the page to go on with. */
            303: {
                headers: {
                    Location: string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicyIfCounted"];
                    RateLimit: components["headers"]["RateLimitIfCounted"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    reassignTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "to": [
                 *         "group:finance"
                 *       ],
                 *       "reason": "On holiday."
                 *     }
                 */
                "application/json": {
                    /** @description Who is asked from now on. One person alone becomes the assignee, too. */
                    to: string[];
                    /** @description Why, in words. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The task. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    reassignTasks: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "taskIds": [
                 *         "task_…"
                 *       ],
                 *       "to": [
                 *         "group:finance"
                 *       ],
                 *       "reason": "On holiday."
                 *     }
                 */
                "application/json": {
                    /** @description Who is asked from now on. One person alone becomes the assignee, too. */
                    to: string[];
                    /** @description Why, in words. */
                    reason: string;
                    taskIds: string[];
                };
            };
        };
        responses: {
            /** @description What came of each. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: components["schemas"]["BulkResult"][];
                    };
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendSignal: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits up to N seconds, at most 30, for the run to take it (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The name of the signal. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": "order-4711",
                 *       "data": {
                 *         "amount": 120
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description Which of the waits for this name is meant, such as an order number. */
                    key: string;
                    /** @description The answer, by the resumeSchema of the steps that wait. */
                    data?: components["schemas"]["Json"];
                };
            };
        };
        responses: {
            /** @description The runs that waited for it have taken it. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalReceipt"];
                };
            };
            /** @description It is recorded: kept, or about to be taken. */
            202: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalReceipt"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listFindings: {
        parameters: {
            query?: {
                kind?: "stuck" | "lost" | "unreadable" | "hanging" | "unanswerable" | "repeated" | "failed" | "lagging" | "overdue" | "stale" | "oversized" | "recovery" | "webhooks" | "deliveries" | "sweeps";
                /** @description How many at most. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts, or a page of findings. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        counts: components["schemas"]["FindingCounts"];
                        lastSweep: string | null;
                    } | {
                        items: components["schemas"]["Finding"][];
                        /** @description Give it as `cursor` for the next page; null: this was the last one. */
                        nextCursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    retryRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits up to N seconds, at most 30, for the run to take it (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "The bank is back."
                 *     }
                 */
                "application/json": {
                    /** @description Why, in words. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description It is recorded, and about to be done. */
            202: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description The answer to a plain form post: the page to go on with. */
            303: {
                headers: {
                    Location: string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicyIfCounted"];
                    RateLimit: components["headers"]["RateLimitIfCounted"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    retryRuns: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "runIds": [
                 *         "7c1f…"
                 *       ],
                 *       "reason": "The bank is back."
                 *     }
                 */
                "application/json": {
                    runIds: string[];
                    /** @description Why, in words. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description What came of each; what is owed is done soon after. */
            202: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: components["schemas"]["BulkResult"][];
                    };
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    previewRestart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What would run and be asked again. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestartPreview"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    restartRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits up to N seconds, at most 30, for the run to take it (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The bank is back."
                 *     }
                 */
                "application/json": {
                    /** @description Why, in words. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description It is recorded, and about to be done. */
            202: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description The answer to a plain form post: the page to go on with. */
            303: {
                headers: {
                    Location: string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicyIfCounted"];
                    RateLimit: components["headers"]["RateLimitIfCounted"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    previewTimeTravel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What would run and be asked again. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimeTravelPreview"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    timeTravel: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits up to N seconds, at most 30, for the run to take it (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "step": [
                 *         "manager-approval"
                 *       ],
                 *       "reason": "The amount was wrong."
                 *     }
                 */
                "application/json": {
                    /** @description The path of the step to rewind to, ids from outer to inner. */
                    step: string[];
                    /** @description Why, in words. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description It is recorded, and about to be done. */
            202: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description The answer to a plain form post: the page to go on with. */
            303: {
                headers: {
                    Location: string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicyIfCounted"];
                    RateLimit: components["headers"]["RateLimitIfCounted"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    previewRebuild: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What would run and be asked again. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RebuildPreview"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    rebuildRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits up to N seconds, at most 30, for the run to take it (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The bank is back."
                 *     }
                 */
                "application/json": {
                    /** @description Why, in words. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description It is recorded, and about to be done. */
            202: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description The answer to a plain form post: the page to go on with. */
            303: {
                headers: {
                    Location: string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicyIfCounted"];
                    RateLimit: components["headers"]["RateLimitIfCounted"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description The id of a run. */
                run?: string;
                /** @description The id of a task. */
                task?: string;
                /** @description Who acted: their id, email or whole name. */
                person?: string;
                /** @description What was done, such as task.decided. */
                verb?: string;
                channel?: "web" | "api" | "link" | "mail" | "slack" | "system";
                /** @description A time, or the beginning of a day in UTC. */
                from?: string;
                /** @description A time that no longer belongs to it, or a whole last day in UTC. */
                to?: string;
                /** @description How many at most. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events, and how far the log is sealed. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        /** @description Give it as `cursor` for the next page; null: this was the last one. */
                        nextCursor: string | null;
                        sealed: components["schemas"]["SealStatus"];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportAudit: {
        parameters: {
            query: {
                /** @description The id of a run. */
                run?: string;
                /** @description The id of a task. */
                task?: string;
                /** @description Who acted: their id, email or whole name. */
                person?: string;
                /** @description What was done, such as task.decided. */
                verb?: string;
                channel?: "web" | "api" | "link" | "mail" | "slack" | "system";
                /** @description A time, or the beginning of a day in UTC. */
                from?: string;
                /** @description A time that no longer belongs to it, or a whole last day in UTC. */
                to?: string;
                format: "csv" | "jsonl";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything that fits, newest first. */
            200: {
                headers: {
                    "Content-Disposition": string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/jsonl": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, the oldest first. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookEndpoint"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ledger",
                 *       "url": "https://ledger.example.com/hooks",
                 *       "events": [
                 *         "run.finished"
                 *       ]
                 *     }
                 */
                "application/json": {
                    name: string;
                    /** @description An https address on the public internet, or one that WEBHOOK_ALLOW_PRIVATE allows. */
                    url: string;
                    events: components["schemas"]["WebhookEventType"][];
                };
            };
        };
        responses: {
            /** @description It is added. */
            201: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a webhook. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a webhook. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "The ledger"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    /** @description An https address on the public internet, or one that WEBHOOK_ALLOW_PRIVATE allows. */
                    url?: string;
                    events?: components["schemas"]["WebhookEventType"][];
                };
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    pauseWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a webhook. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is paused. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    resumeWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a webhook. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is active. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a webhook. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is about to be sent. */
            202: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a webhook. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new one, told this once. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a webhook. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        endpointId: string;
                    };
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                state?: "pending" | "delivered" | "failed";
                /** @description How many at most. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id of a webhook. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookDelivery"][];
                        /** @description Give it as `cursor` for the next page; null: this was the last one. */
                        nextCursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    redeliver: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a webhook. */
                endpointId: components["parameters"]["EndpointId"];
                /** @description The id of a delivery, which is its `webhook-id`. */
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is about to be sent. */
            202: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All that are not revoked. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiKey"][];
                        /** @description Give it as `cursor` for the next page; null: this was the last one. */
                        nextCursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Payroll export",
                 *       "scopes": [
                 *         "workflows:read",
                 *         "runs:start",
                 *         "runs:read"
                 *       ],
                 *       "expiresInDays": 90
                 *     }
                 */
                "application/json": {
                    /**
                     * @description What it is for; its acts are signed with it.
                     * @example Payroll export
                     */
                    name: string;
                    /**
                     * @description What it may do. `tasks:decide` is given by administrators only.
                     * @example [
                     *       "workflows:read",
                     *       "runs:start",
                     *       "runs:read"
                     *     ]
                     */
                    scopes: components["schemas"]["Scope"][];
                    /**
                     * @description After how many days it ends.
                     * @default 90
                     */
                    expiresInDays?: number;
                };
            };
        };
        responses: {
            /** @description The new key. */
            201: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
            /** @description The answer to a plain form post: the page to go on with. */
            303: {
                headers: {
                    Location: string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicyIfCounted"];
                    RateLimit: components["headers"]["RateLimitIfCounted"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of an API key; not the key. */
                keyId: components["parameters"]["KeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked. */
            204: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The answer to a plain form post: the page to go on with. */
            303: {
                headers: {
                    Location: string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicyIfCounted"];
                    RateLimit: components["headers"]["RateLimitIfCounted"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    grantDeciding: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of an API key; not the key. */
                keyId: components["parameters"]["KeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description The answer to a plain form post: the page to go on with. */
            303: {
                headers: {
                    Location: string;
                    "RateLimit-Policy": components["headers"]["RateLimitPolicyIfCounted"];
                    RateLimit: components["headers"]["RateLimitIfCounted"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "you@example.com",
                 *       "password": "…"
                 *     }
                 */
                "application/json": {
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Who signed in; the session is a cookie. */
            200: {
                headers: {
                    /** @description The session. */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            id: string;
                            name: string;
                            email: string;
                        } & {
                            [key: string]: unknown;
                        };
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["MalformedUncounted"];
            401: components["responses"]["UnauthenticatedUncounted"];
            413: components["responses"]["TooLargeUncounted"];
            415: components["responses"]["UnsupportedMediaTypeUncounted"];
            422: components["responses"]["InvalidUncounted"];
            500: components["responses"]["InternalUncounted"];
            503: components["responses"]["UnavailableUncounted"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
            200: {
                headers: {
                    /** @description The session. */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        success: boolean;
                    };
                };
            };
            500: components["responses"]["InternalUncounted"];
            503: components["responses"]["UnavailableUncounted"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session, or null. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": ({
                        user: {
                            id: string;
                            name: string;
                            email: string;
                        } & {
                            [key: string]: unknown;
                        };
                        session: {
                            /** Format: date-time */
                            expiresAt: string;
                        } & {
                            [key: string]: unknown;
                        };
                    } & {
                        [key: string]: unknown;
                    }) | null;
                };
            };
            500: components["responses"]["InternalUncounted"];
            503: components["responses"]["UnavailableUncounted"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "currentPassword": "…",
                 *       "newPassword": "at least twelve characters"
                 *     }
                 */
                "application/json": {
                    currentPassword: string;
                    newPassword: string;
                    /** @default true */
                    revokeOtherSessions?: boolean;
                };
            };
        };
        responses: {
            /** @description It is changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            id: string;
                            name: string;
                            email: string;
                        } & {
                            [key: string]: unknown;
                        };
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["MalformedUncounted"];
            401: components["responses"]["UnauthenticatedUncounted"];
            403: components["responses"]["ForbiddenUncounted"];
            409: components["responses"]["ConflictUncounted"];
            413: components["responses"]["TooLargeUncounted"];
            415: components["responses"]["UnsupportedMediaTypeUncounted"];
            422: components["responses"]["InvalidUncounted"];
            429: components["responses"]["RateLimitedUncounted"];
            500: components["responses"]["InternalUncounted"];
            503: components["responses"]["UnavailableUncounted"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
            500: components["responses"]["InternalUncounted"];
            503: components["responses"]["UnavailableUncounted"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ready";
                    };
                };
            };
            500: components["responses"]["InternalUncounted"];
            503: components["responses"]["UnavailableUncounted"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus text. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            401: components["responses"]["UnauthenticatedUncounted"];
            404: components["responses"]["NotFoundUncounted"];
            500: components["responses"]["InternalUncounted"];
            503: components["responses"]["UnavailableUncounted"];
        };
    };
    sweep: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the sweep did. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepResult"];
                };
            };
            401: components["responses"]["UnauthenticatedUncounted"];
            500: components["responses"]["InternalUncounted"];
            503: components["responses"]["UnavailableUncounted"];
        };
    };
    sweepByPost: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the sweep did. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepResult"];
                };
            };
            401: components["responses"]["UnauthenticatedUncounted"];
            500: components["responses"]["InternalUncounted"];
            503: components["responses"]["UnavailableUncounted"];
        };
    };
    slackInteraction: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken, or nothing to do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        response_action: "errors" | "update";
                    } & {
                        [key: string]: unknown;
                    };
                    "text/plain": string;
                };
            };
            401: components["responses"]["UnauthenticatedUncounted"];
            413: components["responses"]["TooLargeUncounted"];
            500: components["responses"]["InternalUncounted"];
            503: components["responses"]["UnavailableUncounted"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        openapi: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            500: components["responses"]["InternalUncounted"];
            503: components["responses"]["UnavailableUncounted"];
        };
    };
}
