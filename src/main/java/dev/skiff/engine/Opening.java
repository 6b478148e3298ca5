package dev.skiff.engine;

import dev.skiff.expr.ExprException;
import dev.skiff.expr.Expressions;
import dev.skiff.model.Parameter;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowMetadata;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowSpec;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Begins a run: finds the spec that is executed, gives the workflow's variables their values, starts the entrypoint. */
final class Opening {
    static final String DEADLINE_ALARM = "deadline";

    private static final Pattern LABEL_VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    private static final int LONGEST_LABEL = 63;

    private final Machine machine;
    private final Run run;

    Opening(Machine machine) {
        this.machine = machine;
        this.run = machine.run;
    }

    /** PHASE-18: what cannot even begin has failed. */
    void begin(Workflow workflow) {
        try {
            Workflow effective = EffectiveSpec.of(workflow, run.resources());
            run.spec = effective.spec();
            List<String> problems = Unsupported.problems(effective);
            if (!problems.isEmpty()) {
                fail("invalid spec: " + String.join("; ", problems));
                return;
            }
        } catch (EffectiveSpec.NotFound e) {
            fail("invalid spec: " + e.getMessage());
            return;
        }
        run.program = new Program(run.name(), run.spec(), run.resources());
        try {
            setGlobals();
        } catch (TextTree.Unresolvable e) {
            fail(e.text());
            return;
        }
        var deadline = run.deadline();
        if (deadline != null) {
            machine.setAlarm(DEADLINE_ALARM, deadline);
        }
        Shutdown shutdown = Shutdown.of(run.spec().shutdown());
        if (shutdown != null) {
            fail("Stopped with strategy '" + shutdown.text + "'");
            return;
        }
        lock();
    }

    /** LOCK-08: the workflow's own locks come before its first node. */
    private void lock() {
        run.suspended = Boolean.TRUE.equals(run.spec().suspend());
        try {
            run.locks = Locking.wanted(run.spec().synchronization(), run, machine.globalScope());
        } catch (TextTree.Unresolvable e) {
            fail("Failed to acquire the synchronization lock. " + e.text());
            return;
        }
        if (run.locks.isEmpty()) {
            startOrWait();
        } else {
            run.phase = WorkflowPhase.PENDING;
            run.waitsToBegin = true;
            machine.commands.add(Locking.acquire(run, "", run.locks));
        }
    }

    void locksAnswered(Event.LocksAnswered answer) {
        if (run.phase != WorkflowPhase.PENDING) {
            return;
        }
        run.message = answer.message();
        run.waitingFor = answer.waitingFor();
        if (answer.granted()) {
            run.phase = WorkflowPhase.RUNNING;
            startOrWait();
        }
    }

    private void startOrWait() {
        run.waitsToBegin = run.suspended;
        if (!run.suspended) {
            start();
        }
    }

    void start() {
        new RootFrame().start(machine);
    }

    private void fail(String message) {
        Outcomes.finish(machine, WorkflowPhase.FAILED, message);
    }

    /** SUBST-15, SUBST-21: every workflow parameter must have a value; labels may be made of them. */
    private void setGlobals() throws TextTree.Unresolvable {
        run.globals = Globals.of(run.workflow(), run.spec(), List.of());
        List<Parameter> parameters = parameters(run.spec());
        run.globals = Globals.of(run.workflow(), run.spec(), parameters);
        WorkflowMetadata metadata = run.spec().workflowMetadata();
        if (metadata != null) {
            run.workflow = labelled(metadata);
            run.globals = Globals.of(run.workflow(), run.spec(), parameters);
        }
        run.globals.started(machine.at);
    }

    private List<Parameter> parameters(WorkflowSpec spec) throws TextTree.Unresolvable {
        List<Parameter> parameters = new ArrayList<>();
        if (spec.arguments() == null) {
            return parameters;
        }
        for (Parameter p : spec.arguments().parameters()) {
            try {
                String value = p.value() == null ? valueFrom(p) : p.value();
                parameters.add(p.toBuilder().value(value).build());
            } catch (TextTree.Unresolvable e) {
                throw new TextTree.Unresolvable("failed to set global parameters: " + p.name() + ": " + e.text());
            }
        }
        return parameters;
    }

    private String valueFrom(Parameter p) throws TextTree.Unresolvable {
        if (p.valueFrom() == null) {
            if (p.defaultValue() != null) {
                return p.defaultValue();
            }
            throw new TextTree.Unresolvable("no value was given; give one with -p " + p.name() + "=VALUE");
        }
        return machine.resolver().from(p.valueFrom(), machine.globalScope());
    }

    /** What was asked for at submission wins over {@code workflowMetadata}; {@code labelsFrom} over both. */
    private Workflow labelled(WorkflowMetadata added) throws TextTree.Unresolvable {
        ObjectMeta given = run.workflow().metadata();
        Map<String, String> labels = new HashMap<>(added.labels());
        Map<String, String> annotations = new HashMap<>(added.annotations());
        if (given.getLabels() != null) {
            labels.putAll(given.getLabels());
        }
        if (given.getAnnotations() != null) {
            annotations.putAll(given.getAnnotations());
        }
        CallScope scope = machine.globalScope();
        for (var from : added.labelsFrom().entrySet()) {
            labels.put(from.getKey(), label(from.getKey(), from.getValue().expression(), scope));
        }
        ObjectMeta all = new ObjectMetaBuilder(given)
                .withLabels(labels)
                .withAnnotations(annotations)
                .build();
        return run.workflow().toBuilder().metadata(all).build();
    }

    private static String label(String key, String expression, CallScope scope) throws TextTree.Unresolvable {
        Object value;
        try {
            value = Expressions.evaluate(Expressions.parse(expression), scope, scope.context());
        } catch (ExprException e) {
            throw new TextTree.Unresolvable("workflowMetadata.labelsFrom." + key + ": " + e.getMessage());
        }
        if (value instanceof String text
                && text.length() <= LONGEST_LABEL
                && LABEL_VALUE.matcher(text).matches()) {
            return text;
        }
        throw new TextTree.Unresolvable("workflowMetadata.labelsFrom." + key + ": '" + expression
                + "' gives no value of a label (at most " + LONGEST_LABEL
                + " letters, digits, '-', '_' and '.', a letter or digit first and last): " + value);
    }
}
