// Made from the API document by `npm run openapi`; a change here is lost at the next.
export interface paths {
    "/api/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List workflows */
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
        /** List requests, newest first */
        get: operations["listRuns"];
        put?: never;
        /**
         * Start a request
         * @description Repeating a request with the same `Idempotency-Key` returns the run that it started, without a time limit.
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
        /** Get a request with its steps, tasks and result */
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
         * Stream the events of a request
         * @description Server-sent events. The `data` of each `run` event is JSON with `seq`, `verb`, `at`, `by`, `channel`, `taskId`, `data`; `end` means that the run has finished. The stream closes after four minutes; reconnect with the last id to miss nothing.
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
        /** Download the input of a request */
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
        /** Download the result of a request */
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
         * Get the engine’s snapshot of a request
         * @description Sensitive values are masked. Long values are shortened above 256 KB, unless you download it.
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
         * @description Closes its open tasks immediately.
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
        /** List tasks */
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
        /** Get a task with its evidence and form */
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
         * Decide a task
         * @description A decision counts once it is recorded, even before it is applied to the run. Repeating the same decision succeeds. `conflict` names who decided first; `stale` returns the task as it is now. `payloadDigest` identifies the exact evidence and form that the decision is about. It does not prove that anybody read them: if `payloadCut` is true, show people all of `GET /api/tasks/{taskId}/payload` before they decide.
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
        /** Download all evidence of a task */
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
         * Reveal a masked value in the evidence
         * @description For people who may decide or oversee the task. Each call is audited.
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
        /** Preview reopening a decision */
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
         * @description Opens the task again before the decision is applied. For the person who decided, until `undoUntil` of the decision.
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
        /** Reassign a task */
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
        /** Reassign several tasks */
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
         * Send a signal
         * @description Completes every task that is waiting for this name and key. If there is none yet, the signal is kept for seven days. For operators.
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
         * List findings that need an operator
         * @description Without `kind`, the number of findings of each kind; with it, a page of that kind.
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
         * Retry a request’s failed work
         * @description Starts over with all attempts, also for work that had stopped retrying.
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
        /** Retry the failed work of several requests */
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
        /** Preview restarting a failed request */
        get: operations["previewRestart"];
        put?: never;
        /**
         * Restart a failed request at the steps that failed
         * @description A step that failed after a decision gets that decision again.
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
        /** List the steps that a request can be rewound to */
        get: operations["previewTimeTravel"];
        put?: never;
        /**
         * Rewind a request to a step
         * @description Runs the step and everything after it again; decisions made there no longer count.
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
        /** Preview rebuilding a request */
        get: operations["previewRebuild"];
        put?: never;
        /**
         * Rebuild a request from its journal
         * @description Starts it again and applies the recorded decisions in order.
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
        /** List audit events, newest first */
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
         * Export the audit log
         * @description The export is itself audited. Each JSON line is an AuditEntry.
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
        /** List webhooks */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Add a webhook
         * @description Sends events from now on, in the Standard Webhooks format. The secret is shown only once, in this response.
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
        /** Get a webhook */
        get: operations["getWebhook"];
        put?: never;
        /** Change a webhook’s name, URL or events */
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
        /** Pause a webhook */
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
         * Resume a webhook that was paused or switched off
         * @description Sends the events of the last three days that it missed.
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
         * Send a test event to a webhook
         * @description Sends one `webhook.test`, signed and logged like other events, even if the webhook is paused or switched off. The result appears in its deliveries.
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
         * Rotate a webhook’s secret
         * @description The previous secret stays valid for a day: events are signed with both.
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
        /** List a webhook’s deliveries, newest event first */
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
         * Redeliver an event
         * @description Sends it again with the same `webhook-id`.
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
         * List your API keys
         * @description Administrators see everybody’s keys.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create an API key
         * @description The key is shown only once, in this response.
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
         * Revoke an API key
         * @description Takes effect immediately.
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
         * Allow an API key to decide
         * @description Adds the scope `tasks:decide`, which lets the key decide for its owner. For administrators.
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
         * @description Limited to 60 attempts a minute from one address.
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
        /** Get the current session */
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
        /** Change your password */
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
        /** Check that this process is alive */
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
         * Check that the desk is ready
         * @description The desk is ready if both stores respond and the database is migrated.
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
        /** Get metrics for Prometheus */
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
         * Run a sweep
         * @description For a scheduler. Safe at any time, also while servers or other sweeps are running.
         */
        get: operations["sweep"];
        put?: never;
        /**
         * Run a sweep
         * @description For a scheduler. Safe at any time, also while servers or other sweeps are running.
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
         * Receive interactions from Slack
         * @description Only for Slack: a form post whose `payload` is `block_actions` or `view_submission`, with Slack’s signature and time in `X-Slack-Signature` and `X-Slack-Request-Timestamp`.
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
        /** Get this document */
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
            /** @description The schema of a request’s `input`; null if anything is allowed. */
            inputSchema: components["schemas"]["JsonSchema"] | null;
            resultSchema: components["schemas"]["JsonSchema"] | null;
            /** @description The steps that can open tasks for people. */
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
            /** @description What is wrong, in words. The values in the sentence are properties beside `reason`. */
            detail: string;
            /** @description All invalid fields, for `invalid`. */
            issues?: {
                /** @description The field, such as `items[0].sku`; empty for the body as a whole. */
                path: string;
                message: string;
            }[];
            /** @description The id of this request in the log. */
            requestId: string;
            /** @description Seconds to wait before a retry. */
            retryAfter?: number;
            /** @description Who decided the task first. */
            decidedBy?: string;
            /** Format: date-time */
            decidedAt?: string;
            /** @description Their decision: the id of an outcome. */
            outcome?: string;
            outcomeLabel?: string;
            /** @description The task as it is now, for `stale`. */
            task?: components["schemas"]["TaskDetail"];
        } & {
            [key: string]: unknown;
        };
        /** @enum {string} */
        ErrorCode: "malformed" | "unauthenticated" | "forbidden" | "not_found" | "conflict" | "stale" | "too_large" | "unsupported_media_type" | "invalid" | "rate_limited" | "unavailable" | "internal";
        /**
         * @description The specific reason within its code. `malformed`: `body_not_json`, `form_unreadable`, `form_too_big`, `idempotency_key_malformed`; `unauthenticated`: `not_signed_in`, `wrong_credentials`, `api_key_invalid`, `metrics_token_needed`, `cron_secret_needed`, `slack_signature_wrong`; `forbidden`: `foreign_origin`, `scope_missing`, `scope_needs_admin`, `only_system`, `only_people`, `only_signed_in`, `only_operators`, `only_admins`, `only_requester_cancels`, `only_decider_undoes`, `reopening_needs_operator`, `hidden_from_you`, `key_cannot_decide`, `own_request`, `not_approver`, `no_longer_approver`; `not_found`: `no_such_address`, `no_such_delivery`, `no_such_key`, `no_such_page`, `no_such_run`, `no_such_task`, `no_such_webhook`, `no_such_workflow`; `conflict`: `idempotency_key_reused`, `idempotency_key_cut_off`, `idempotency_key_busy`, `idempotency_key_taken_over`, `answer_not_kept`, `task_closed`, `task_canceled`, `task_expired`, `task_changed`, `task_needs_nobody`, `being_checked`, `already_answered`, `step_gone`, `nobody_can_decide`, `only_requester_left`, `run_lost`, `run_changed`, `run_ended`, `run_not_failed`, `run_not_broken`, `run_not_rewindable`, `workflow_gone`, `workflow_state_removed`, `nothing_owed`, `too_late_to_undo`, `nothing_to_undo`, `not_decided`, `already_reopened`, `decided_elsewhere`, `decision_being_applied`, `tool_call_final`, `list_item_final`, `run_cannot_reopen`, `asked_again_since`, `email_taken`, `too_many_keys`, `key_changed`, `too_many_webhooks`, `webhook_changed`, `webhook_off`, `webhook_not_active`, `delivery_under_way`, `no_stuck_messages`; `stale`: `question_changed`; `too_large`: `body_too_large`, `input_too_large`; `unsupported_media_type`: `body_must_be_json`, `body_must_be_form`; `invalid`: `invalid_values`; `rate_limited`: `too_many_requests`, `too_many_wrong_keys`, `too_many_streams`, `server_full`, `too_many_attempts`; `unavailable`: `desk_busy`, `database_away`, `workflow_store_away`, `database_outdated`, `server_stopping`; `internal`: `unexpected`, `sign_in_failed`.
         * @enum {string}
         */
        ErrorReason: "body_not_json" | "form_unreadable" | "form_too_big" | "idempotency_key_malformed" | "not_signed_in" | "wrong_credentials" | "api_key_invalid" | "metrics_token_needed" | "cron_secret_needed" | "slack_signature_wrong" | "foreign_origin" | "scope_missing" | "scope_needs_admin" | "only_system" | "only_people" | "only_signed_in" | "only_operators" | "only_admins" | "only_requester_cancels" | "only_decider_undoes" | "reopening_needs_operator" | "hidden_from_you" | "key_cannot_decide" | "own_request" | "not_approver" | "no_longer_approver" | "no_such_address" | "no_such_delivery" | "no_such_key" | "no_such_page" | "no_such_run" | "no_such_task" | "no_such_webhook" | "no_such_workflow" | "idempotency_key_reused" | "idempotency_key_cut_off" | "idempotency_key_busy" | "idempotency_key_taken_over" | "answer_not_kept" | "task_closed" | "task_canceled" | "task_expired" | "task_changed" | "task_needs_nobody" | "being_checked" | "already_answered" | "step_gone" | "nobody_can_decide" | "only_requester_left" | "run_lost" | "run_changed" | "run_ended" | "run_not_failed" | "run_not_broken" | "run_not_rewindable" | "workflow_gone" | "workflow_state_removed" | "nothing_owed" | "too_late_to_undo" | "nothing_to_undo" | "not_decided" | "already_reopened" | "decided_elsewhere" | "decision_being_applied" | "tool_call_final" | "list_item_final" | "run_cannot_reopen" | "asked_again_since" | "email_taken" | "too_many_keys" | "key_changed" | "too_many_webhooks" | "webhook_changed" | "webhook_off" | "webhook_not_active" | "delivery_under_way" | "no_stuck_messages" | "question_changed" | "body_too_large" | "input_too_large" | "body_must_be_json" | "body_must_be_form" | "invalid_values" | "too_many_requests" | "too_many_wrong_keys" | "too_many_streams" | "server_full" | "too_many_attempts" | "desk_busy" | "database_away" | "workflow_store_away" | "database_outdated" | "server_stopping" | "unexpected" | "sign_in_failed";
        TaskDetail: {
            taskId: string;
            runId: string;
            workflowId: string;
            /** @description The step that opened the task; `forEachIndex` is the item of a list. */
            step: {
                path: string[];
                forEachIndex: number | null;
            };
            /** @enum {string} */
            kind: "step" | "tool-call" | "event" | "check";
            title: string;
            state: components["schemas"]["TaskState"];
            /** @description The evidence, with `••••` for values that the schema marks as sensitive; shortened if it is very large. */
            payload: components["schemas"]["Json"];
            /** @description Whether the evidence is too large for this response; `getTaskPayload` returns all of it. */
            payloadCut: boolean;
            /** @description The digest of the evidence and form, unmasked. Send it with a decision. */
            payloadDigest: string;
            /** @description Principals: `user:id`, `group:slug`, `role:name`. */
            candidates: string[];
            requester: components["schemas"]["Person"];
            /** @description The id of the person who claimed the task or was assigned to it. */
            assignee: string | null;
            dueAt: string | null;
            /** @enum {string} */
            priority: "low" | "normal" | "high" | "urgent";
            /** @description The earlier decisions on the same evidence and form at this step of the run; null if there are none. */
            askedBefore: {
                /** @description The number of decisions. */
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
            /** @description Why the task closed without a decision. */
            closeReason: ("run_canceled" | "run_ended" | "asked_again" | "time_over" | "decision_reopened" | "run_rewound" | "run_restarted" | "run_rebuilt" | "answered_outside") | null;
            decidedAt: string | null;
            decision: components["schemas"]["Decision"] | null;
            payloadSchema: components["schemas"]["JsonSchema"] | null;
            /** @description The schema of `resumeData`; null if anything is allowed. */
            resumeSchema: components["schemas"]["JsonSchema"] | null;
            /** @description The buttons. A decision may leave out the values that its outcome sets. */
            outcomes: components["schemas"]["Outcome"][];
            /** @description The field of `resumeData` that holds the reason, the same as `comment`; null if there is none. */
            reasonField: string | null;
            /** @description The initial values of the form: fields of the evidence that the form has under the same name. */
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
            /** @description Why you cannot decide, if `canDecide` is false. */
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
            /** @description The data that the run gets, with `••••` for values that the schema marks as sensitive. */
            resumeData: components["schemas"]["Json"];
            comment: string | null;
            by: components["schemas"]["Actor"];
            channel: components["schemas"]["Channel"];
            /** Format: date-time */
            at: string;
            /** @description When the decision was applied to the run; null until then. */
            appliedAt: string | null;
            /** @description Until when the person who decided can undo it; then it is applied. Null if it cannot be undone. */
            undoUntil: string | null;
            /** @description When it was found that another program had continued the run, so this decision was never applied. */
            answeredOutsideAt: string | null;
            /** @description Whether the decision waits for those on earlier items of the same list. */
            waitingForTurn: boolean;
            /** @description When the decision was reopened, or the run rewound past it; it no longer counts. */
            revisedAt: string | null;
            payloadDigest: string;
            /** @description What the person changed in the content shown to them; null if the decision contains none of it, or all of it unchanged. */
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
            /** @description The values of `resumeData` that this outcome sets. */
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
            /** @description The names of those it waits for, such as `Finance`. */
            waitingOn: string[];
        };
        /**
         * @description Mastra's status, or `lost`: the snapshot is gone.
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
            /** @description The input as it was sent, with `••••` for values that the schema marks as sensitive; shortened if it is very large. */
            input: components["schemas"]["Json"];
            inputCut: boolean;
            inputSchema: components["schemas"]["JsonSchema"] | null;
            steps: components["schemas"]["RunStep"][];
            tasks: components["schemas"]["RunTask"][];
            /** @description The workflow's result if the status is `success`; masked and shortened like the input. */
            result: components["schemas"]["Json"];
            resultCut: boolean;
            resultSchema: components["schemas"]["JsonSchema"] | null;
            error: {
                message: string;
                step: string | null;
            } | null;
            cancelReason: string | null;
            canCancel: boolean;
            /** @description The newest event included in this state; stream events after it. */
            lastEventId: number;
        };
        RunStep: {
            path: string[];
            title: string;
            /** @enum {string} */
            status: "pending" | "running" | "suspended" | "waiting" | "success" | "failed" | "skipped" | "canceled";
            /** @description Whether the step can open tasks for people. */
            human: boolean;
            startedAt: string | null;
            endedAt: string | null;
        };
        RunTask: {
            taskId: string;
            /** @description The step that opened the task; `forEachIndex` is the item of a list. */
            step: {
                path: string[];
                forEachIndex: number | null;
            };
            title: string;
            state: components["schemas"]["TaskState"];
            /** @description Whether the reader may open the task. */
            visible: boolean;
            /** @description The approvers: names of people, groups or roles. */
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
             * @description `none`: the run has not begun; `lost`: the snapshot is gone; `unreadable`: the snapshot cannot be read.
             * @enum {string}
             */
            state: "kept" | "none" | "lost" | "pruned" | "unreadable";
            prunedAt: string | null;
            /** @description The error message, if the snapshot cannot be read. */
            problem: string | null;
            /** @description Whether the workflow still exists in the code. Without it, only values that tasks marked as sensitive are masked. */
            workflowKnown: boolean;
            /** @description Whether long values are shortened; the download has them in full. */
            cut: boolean;
            /** @description The full size as JSON, in bytes. */
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
            /** @description The id of the person who claimed the task or was assigned to it. */
            assignee: string | null;
            dueAt: string | null;
            /** @enum {string} */
            priority: "low" | "normal" | "high" | "urgent";
            /** @description The earlier decisions on the same evidence and form at this step of the run; null if there are none. */
            askedBefore: {
                /** @description The number of decisions. */
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
            /** @description Whether the decision has been applied to the run. */
            applied: boolean;
            /** @description The id of your next task; null if there is none. */
            next: string | null;
        };
        Task: {
            taskId: string;
            runId: string;
            workflowId: string;
            /** @description The step that opened the task; `forEachIndex` is the item of a list. */
            step: {
                path: string[];
                forEachIndex: number | null;
            };
            /** @enum {string} */
            kind: "step" | "tool-call" | "event" | "check";
            title: string;
            state: components["schemas"]["TaskState"];
            /** @description The evidence, with `••••` for values that the schema marks as sensitive; shortened if it is very large. */
            payload: components["schemas"]["Json"];
            /** @description Whether the evidence is too large for this response; `getTaskPayload` returns all of it. */
            payloadCut: boolean;
            /** @description The digest of the evidence and form, unmasked. Send it with a decision. */
            payloadDigest: string;
            /** @description Principals: `user:id`, `group:slug`, `role:name`. */
            candidates: string[];
            requester: components["schemas"]["Person"];
            /** @description The id of the person who claimed the task or was assigned to it. */
            assignee: string | null;
            dueAt: string | null;
            /** @enum {string} */
            priority: "low" | "normal" | "high" | "urgent";
            /** @description The earlier decisions on the same evidence and form at this step of the run; null if there are none. */
            askedBefore: {
                /** @description The number of decisions. */
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
            /** @description Why the task closed without a decision. */
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
            /** @description The runs that get the signal. */
            runIds: string[];
        };
        /** @description The number of findings of each kind, counted up to 100. */
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
            /** @description The reason, in words. */
            reason: string;
            /** @description The original error of the engine or of the system it called. */
            detail: string | null;
            /** Format: date-time */
            since: string;
            /** @description The actions that are safe here. Each needs a reason and is audited. */
            actions: ("retry" | "restart" | "time-travel" | "rebuild" | "cancel" | "reassign")[];
        };
        RestartPreview: {
            runsAgain: string[];
            askedAgain: string[];
            runId: string;
            failedAt: string[];
            /** @description The decisions that the failed steps got; they get them again. */
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
            /** @description The event’s seal in the chain; null until it is sealed. */
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
             * @description `paused`: by an administrator; `off`: switched off by the desk.
             * @enum {string}
             */
            state: "active" | "paused" | "off";
            /** @description Why it was switched off: the receiver responded with 410 (`gone`), or accepted nothing for days (`failing`). */
            offReason: ("gone" | "failing") | null;
            /** @description When deliveries began to fail; null if they succeed. */
            failingSince: string | null;
            /** @description Until when events are also signed with the previous secret. */
            previousSecretUntil: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        WebhookWithSecret: {
            endpoint: components["schemas"]["WebhookEndpoint"];
            /** @description The signing secret. It cannot be shown again. */
            secret: string;
        };
        WebhookDelivery: {
            /** @description The `webhook-id`, the same in every attempt. */
            deliveryId: string;
            endpointId: string;
            /** @enum {string} */
            type: "run.started" | "run.suspended" | "run.finished" | "run.failed" | "run.canceled" | "task.opened" | "task.decided" | "task.expired" | "webhook.test";
            /** @enum {string} */
            state: "pending" | "delivered" | "failed";
            attempts: number;
            /** @description When the next attempt is due. */
            dueAt: string | null;
            attemptedAt: string | null;
            deliveredAt: string | null;
            responseStatus: number | null;
            /** @description The beginning of the receiver’s response, if it did not accept the event. */
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
             * @description When the event happened.
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
                /** @description The task that the event is about; null for events of the run. */
                task: {
                    id: string;
                    title: string;
                    /** @enum {string} */
                    kind: "step" | "tool-call" | "event" | "check";
                    dueAt: string | null;
                    /** Format: uri */
                    url: string;
                } | null;
                /** @description The outcome of the task, if it was decided by a person or by its policy. */
                outcome: {
                    id: string;
                    label: string;
                } | null;
                /** @description The person or key that acted; otherwise the system. */
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
             * @description When the test was requested.
             */
            timestamp: string;
            data: {
                webhook: {
                    id: string;
                    name: string;
                    /**
                     * Format: uri
                     * @description The webhook’s page in the desk.
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
            /** @description The first characters of the key, to tell keys apart. */
            start: string;
            owner: components["schemas"]["Person"];
            scopes: components["schemas"]["Scope"][];
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            /** @description When it was last used, to the minute; null if never. */
            lastUsedAt: string | null;
        };
        NewApiKey: {
            keyId: string;
            name: string;
            /** @description The first characters of the key, to tell keys apart. */
            start: string;
            owner: components["schemas"]["Person"];
            scopes: components["schemas"]["Scope"][];
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            /** @description When it was last used, to the minute; null if never. */
            lastUsedAt: string | null;
            /** @description The key itself. It is not stored and cannot be shown again. */
            key: string;
        };
        SweepResult: {
            /** @description Runs with work to do. */
            runs: number;
            /** @description Of these, the runs that another process was driving, or that there was no time for. */
            busy: number;
            /** @description Checks, runs and parts of the sweep that failed; see the log. */
            failed: number;
            checks: number;
            signals: number;
            expired: number;
            reminded: number;
            escalated: number;
            stale: number;
            /** @description Tasks handed to operators because no approver can decide them, or handed back. */
            rejudged: number;
            /** @description Newly found runs that have not ended, but have no task, no work and no driver. */
            hanging: number;
            lost: number;
            found: number;
            projected: number;
            unreadable: number;
            readable: number;
            adopted: number;
            /** @description Webhook deliveries that were accepted. */
            webhooks: number;
            /** @description Whether nothing is left to do, and every run has been checked since the walks began. */
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
                /** @description Seconds to wait before a retry. */
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
                /** @description Seconds to wait before a retry. */
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
                /** @description Seconds to wait before a retry. */
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
                /** @description Seconds to wait before a retry. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description `wait=N` waits up to N seconds, at most 30, until the change is applied (RFC 7240). */
        Prefer: string;
        /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
        IdempotencyKey: string;
        /** @description The id of a run. */
        RunId: string;
        /** @description The id of a task. */
        TaskId: string;
        /** @description The id of a webhook. */
        EndpointId: string;
        /** @description The id of an API key, not the key itself. */
        KeyId: string;
    };
    requestBodies: never;
    headers: {
        /** @description The limit that this request counts against (`reads`, `writes` or `wrong-keys`): `q` requests in `w` seconds. */
        RateLimitPolicy: string;
        /** @description The requests left in the current window: `r` for the next `t` seconds. */
        RateLimit: string;
        /** @description The limit that this request counts against (`reads`, `writes` or `wrong-keys`): `q` requests in `w` seconds. */
        RateLimitPolicyIfCounted: string;
        /** @description The requests left in the current window: `r` for the next `t` seconds. */
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
            /** @description All workflows of this desk. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Workflow"][];
                        /** @description Pass it as `cursor` to get the next page; null on the last page. */
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
                /** @description `mine`: requests you started; `all`: every run you may see. */
                scope?: "mine" | "all";
                /** @description `active`: every run that has not ended; `finished`: every run that has. */
                status?: "pending" | "running" | "waiting" | "suspended" | "success" | "failed" | "canceled" | "tripwire" | "lost" | "active" | "finished";
                /** @description Only runs of this workflow. */
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
                        /** @description Pass it as `cursor` to get the next page; null on the last page. */
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
                /** @description `wait=N` waits up to N seconds, at most 30, until the change is applied (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
                    /** @description The request's data; must match the workflow's inputSchema. */
                    input?: components["schemas"]["Json"];
                    /** @description The title of the request. Default: the workflow’s name and the first words of the input. */
                    title?: string;
                };
            };
        };
        responses: {
            /** @description The run that this key started before. */
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
            /** @description The response to a plain form post: the page to open next. */
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
                /** @description The `seq` of the last event you have read. `Last-Event-ID` takes precedence. */
                after?: number;
            };
            header?: {
                /** @description The id of the last event you have read. Browsers send it when they reconnect. */
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
            /** @description A stream of events until the run has finished. */
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
            /** @description The input, with sensitive values masked. */
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
            /** @description The result, with sensitive values masked. */
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
                /** @description Download the whole snapshot as a file. */
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
            /** @description The snapshot and those of nested workflows. */
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
                /** @description `wait=N` waits up to N seconds, at most 30, until the change is applied (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
                    /** @description The reason, in words. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The run is canceled. */
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
            /** @description The cancellation is recorded, and will be applied soon. */
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
            /** @description The response to a plain form post: the page to open next. */
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
                /** @description `mine`: tasks you may decide, or could have; `unclaimed`: those of them that nobody has claimed; `all`: every task you may see. */
                scope?: "mine" | "unclaimed" | "all";
                /** @description `closed`: every task that is not open. */
                state?: "open" | "decided" | "expired" | "canceled" | "closed";
                /** @description Only tasks of this workflow. */
                workflowId?: string;
                /** @description Words in the title or the requester’s name. */
                q?: string;
                /** @description Overdue, due within 24 hours, or due within seven days. */
                due?: "overdue" | "today" | "week";
                /** @description `due`: soonest due first; `priority`: highest priority first, then oldest. */
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
                        /** @description Pass it as `cursor` to get the next page; null on the last page. */
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
                /** @description `wait=N` waits up to N seconds, at most 30, until the change is applied (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
                    /** @description The data for the run; must match the task's resumeSchema. Values that the outcome sets may be left out. */
                    resumeData?: components["schemas"]["Json"];
                    /** @description The payloadDigest of the task that was shown. */
                    payloadDigest: string;
                    /** @description The id of an outcome. May be left out if resumeData implies it. */
                    outcome?: string;
                    /** @description Apply the decision only after its undo window (UNDO_WINDOW). An `undo` in the policy applies in any case. */
                    undoable?: boolean;
                    /** @description The note that goes with the decision. */
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The decision is applied. */
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
            /** @description The decision is recorded, and will be applied soon. */
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
            /** @description The response to a plain form post: the page to open next. */
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
            /** @description The evidence, with sensitive values masked. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
                    /** @description The path of the masked value in the payload, such as `applicant.accounts[0].iban`; empty for all of it. */
                    path: string;
                };
            };
        };
        responses: {
            /** @description The value. */
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
            /** @description The steps that would run again, and the decisions they would ask for again. */
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
                /** @description `wait=N` waits up to N seconds, at most 30, until the change is applied (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
            /** @description The decision is reopened, and the task is open again. */
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
            /** @description The reopening is recorded, and the task will open again soon. */
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
            /** @description The response to a plain form post: the page to open next. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
            /** @description The response to a plain form post: the page to open next. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
                    /** @description The new approvers. A single person also becomes the assignee. */
                    to: string[];
                    /** @description The reason, in words. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
                    /** @description The new approvers. A single person also becomes the assignee. */
                    to: string[];
                    /** @description The reason, in words. */
                    reason: string;
                    taskIds: string[];
                };
            };
        };
        responses: {
            /** @description The result for each task. */
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
                /** @description `wait=N` waits up to N seconds, at most 30, until the change is applied (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
                    /** @description Identifies what is waited for, such as an order number. */
                    key: string;
                    /** @description The data for the waiting steps; must match their resumeSchema. */
                    data?: components["schemas"]["Json"];
                };
            };
        };
        responses: {
            /** @description The signal is applied to every run that was waiting for it. */
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
            /** @description The signal is recorded. It will be applied soon, or is kept until a run waits for it. */
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
            /** @description The numbers, or a page of findings. */
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
                        /** @description Pass it as `cursor` to get the next page; null on the last page. */
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
                /** @description `wait=N` waits up to N seconds, at most 30, until the change is applied (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
                    /** @description The reason, in words. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The change is applied. */
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
            /** @description The change is recorded, and will be applied soon. */
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
            /** @description The response to a plain form post: the page to open next. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
                    /** @description The reason, in words. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The result for each request; the retries follow soon. */
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
            /** @description The steps that would run again, and the decisions they would ask for again. */
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
                /** @description `wait=N` waits up to N seconds, at most 30, until the change is applied (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
                    /** @description The reason, in words. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The change is applied. */
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
            /** @description The change is recorded, and will be applied soon. */
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
            /** @description The response to a plain form post: the page to open next. */
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
            /** @description The steps that would run again, and the decisions they would ask for again. */
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
                /** @description `wait=N` waits up to N seconds, at most 30, until the change is applied (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
                    /** @description The path of the step to rewind to: step ids from outer to inner. */
                    step: string[];
                    /** @description The reason, in words. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The change is applied. */
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
            /** @description The change is recorded, and will be applied soon. */
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
            /** @description The response to a plain form post: the page to open next. */
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
            /** @description The steps that would run again, and the decisions they would ask for again. */
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
                /** @description `wait=N` waits up to N seconds, at most 30, until the change is applied (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
                    /** @description The reason, in words. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The change is applied. */
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
            /** @description The change is recorded, and will be applied soon. */
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
            /** @description The response to a plain form post: the page to open next. */
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
                /** @description Who acted: an id, email or full name. */
                person?: string;
                /** @description The kind of event, such as `task.decided`. */
                verb?: string;
                channel?: "web" | "api" | "link" | "mail" | "slack" | "system";
                /** @description Start of the range, inclusive: a time, or a day in UTC. */
                from?: string;
                /** @description End of the range: a time, exclusive, or a day in UTC, inclusive. */
                to?: string;
                /** @description The most events to return. */
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
            /** @description A page of events, and the seal status of the log. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        /** @description Pass it as `cursor` to get the next page; null on the last page. */
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
                /** @description Who acted: an id, email or full name. */
                person?: string;
                /** @description The kind of event, such as `task.decided`. */
                verb?: string;
                channel?: "web" | "api" | "link" | "mail" | "slack" | "system";
                /** @description Start of the range, inclusive: a time, or a day in UTC. */
                from?: string;
                /** @description End of the range: a time, exclusive, or a day in UTC, inclusive. */
                to?: string;
                format: "csv" | "jsonl";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All matching events, newest first. */
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
            /** @description All webhooks, oldest first. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
            /** @description The new webhook and its secret. */
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
            /** @description The webhook. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
            /** @description The changed webhook. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
            /** @description The paused webhook. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
            /** @description The active webhook. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
            /** @description The delivery, which will be sent soon. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
            /** @description The webhook and its new secret, which is shown only once. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
            /** @description The deleted webhook’s id. */
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
                        /** @description Pass it as `cursor` to get the next page; null on the last page. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a webhook. */
                endpointId: components["parameters"]["EndpointId"];
                /** @description The id of a delivery: its `webhook-id`. */
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery, which will be sent soon. */
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
            /** @description All keys that are not revoked. */
            200: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiKey"][];
                        /** @description Pass it as `cursor` to get the next page; null on the last page. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
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
                     * @description What the key is for. Its actions are recorded under this name.
                     * @example Payroll export
                     */
                    name: string;
                    /**
                     * @description What the key may do. Only administrators can grant `tasks:decide`.
                     * @example [
                     *       "workflows:read",
                     *       "runs:start",
                     *       "runs:read"
                     *     ]
                     */
                    scopes: components["schemas"]["Scope"][];
                    /**
                     * @description Days until the key expires.
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
            /** @description The response to a plain form post: the page to open next. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of an API key, not the key itself. */
                keyId: components["parameters"]["KeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key is revoked. */
            204: {
                headers: {
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The response to a plain form post: the page to open next. */
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
                /** @description Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of an API key, not the key itself. */
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
            /** @description The response to a plain form post: the page to open next. */
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
            /** @description The user who signed in. The session is a cookie. */
            200: {
                headers: {
                    /** @description The session cookie. */
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
                    /** @description The session cookie. */
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
            /** @description The session; null if nobody is signed in. */
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
            /** @description The password is changed. */
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
            /** @description The process is alive. */
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
            /** @description The desk is ready. */
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
            /** @description Metrics in the Prometheus text format. */
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
            /** @description The work that the sweep did. */
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
            /** @description The work that the sweep did. */
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
            /** @description Accepted, or nothing to do. */
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
            /** @description An OpenAPI 3.1 document. */
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
