package dev.skiff.runtime;

import dev.skiff.engine.CustomMetrics;
import dev.skiff.engine.CustomMetrics.InWorkflow;
import dev.skiff.engine.CustomMetrics.Subject;
import dev.skiff.engine.Decision;
import dev.skiff.engine.Measurement;
import dev.skiff.engine.Measurement.Change;
import dev.skiff.engine.Run;
import dev.skiff.model.Condition;
import dev.skiff.model.Metrics;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.Meters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Emits the metrics that a workflow and its templates ask for: each when its step, or the workflow, has ended; those in real time from the
 * beginning on (MET-01). What an earlier process has emitted is not emitted again. Used by the run's own thread alone.
 */
final class RunMetrics {
    /** Of the condition's sentences. */
    private static final int MOST_PROBLEMS = 10;

    private final Run run;
    private final Meters meters;
    private final Set<String> begun = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    /** Gauges that show how long the workflow lasts, whichever step has asked for them. */
    private final List<Measurement> running = new ArrayList<>();

    private final Set<String> problems = new LinkedHashSet<>();
    private boolean workflowBegun;
    private boolean workflowEnded;

    RunMetrics(Run run, Meters meters) {
        this.run = run;
        this.meters = meters;
    }

    /** The run is where an earlier process has brought it. */
    void takenUp(Instant at) {
        workflowEnded = run.finished();
        begun.clear();
        ended.clear();
        for (String id : run.nodeIds()) {
            Subject subject = CustomMetrics.of(run, id);
            if (subject != null && subject.fulfilled()) {
                ended.add(id);
            }
        }
        decided(new Decision(List.of(), run.nodeIds()), at);
    }

    void decided(Decision decision, Instant at) {
        if (run.phase() == null) {
            return;
        }
        for (String id : decision.touched()) {
            Subject subject = CustomMetrics.of(run, id);
            if (subject == null || ended.contains(id)) {
                continue;
            }
            if (begun.add(id) && !subject.fulfilled()) {
                emit(CustomMetrics.begun(subject, InWorkflow.of(run, at)));
            } else if (subject.fulfilled()) {
                ended.add(id);
                emit(CustomMetrics.ended(subject, InWorkflow.of(run, at)));
            }
        }
        ofWorkflow(at);
    }

    private void ofWorkflow(Instant at) {
        Metrics metrics = CustomMetrics.of(run);
        if (!workflowBegun && !run.finished()) {
            workflowBegun = true;
            if (metrics != null) {
                emit(CustomMetrics.begun(metrics, InWorkflow.of(run, at)));
            }
        }
        if (run.finished() && !workflowEnded) {
            workflowEnded = true;
            if (metrics != null) {
                emit(CustomMetrics.ended(metrics, InWorkflow.of(run, at)));
            }
            running.forEach(gauge -> stop(gauge, at));
            running.clear();
        }
    }

    private void emit(CustomMetrics.Result result) {
        for (Measurement measurement : result.measurements()) {
            boolean lasts = measurement.change() instanceof Change.Lasts l && l.until() == null;
            running.removeIf(known ->
                    known.name().equals(measurement.name()) && known.labels().equals(measurement.labels()));
            if (lasts) {
                running.add(measurement);
            }
            meters.emit(measurement).ifPresent(this::problem);
        }
        result.problems().forEach(this::problem);
    }

    private void stop(Measurement gauge, Instant at) {
        if (gauge.change() instanceof Change.Lasts lasts) {
            var unused = meters.emit(new Measurement(
                    gauge.name(), gauge.help(), gauge.labels(), new Change.Lasts(lasts.owner(), lasts.since(), at)));
        }
    }

    private void problem(String sentence) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(sentence);
        }
    }

    /** The status with what was wrong with metrics: it fails nothing. */
    WorkflowStatus noted(WorkflowStatus status) {
        if (problems.isEmpty()) {
            return status;
        }
        List<Condition> conditions = new ArrayList<>(status.conditions());
        conditions.add(new Condition(String.join(", ", problems), "True", "MetricsError"));
        return status.toBuilder().conditions(conditions).build();
    }
}
