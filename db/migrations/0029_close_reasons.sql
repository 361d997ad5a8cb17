UPDATE tasks SET close_reason = CASE close_reason
  WHEN 'The request was cancelled.' THEN 'run_canceled'
  WHEN 'The run has ended.' THEN 'run_ended'
  WHEN 'The step asked again.' THEN 'asked_again'
  WHEN 'The time to answer was over.' THEN 'time_over'
  WHEN 'An earlier answer was taken back.' THEN 'decision_reopened'
  WHEN 'The request went back to an earlier step.' THEN 'run_rewound'
  WHEN 'The step is run again.' THEN 'run_restarted'
  WHEN 'The request is being rebuilt.' THEN 'run_rebuilt'
  WHEN 'Another program has answered this.' THEN 'answered_outside'
END WHERE close_reason IS NOT NULL;
