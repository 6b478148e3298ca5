package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Labels;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Workflow;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.runtime.submission.FromKept;
import dev.skiff.runtime.submission.Idempotency;
import dev.skiff.runtime.submission.Submission;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Located;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Submits workflows to somebody who runs them. */
final class ServedSubmit {
    private final SubmitCommand command;
    private final Served served;

    ServedSubmit(SubmitCommand command, Served served) {
        this.command = command;
        this.served = served;
    }

    /** A workflow that was begun. */
    private record Begun(Served place, JsonNode workflow) {}

    /** @return the exit code */
    int submit() throws InterruptedException {
        List<ObjectNode> workflows = workflows();
        if (workflows.isEmpty()) {
            return 1;
        }
        if (workflows.size() > 1) {
            refuseOfSeveral(workflows.size());
        }
        if (command.submit.dryRun) {
            workflows.forEach(this::print);
            return 0;
        }
        List<Begun> begun = new ArrayList<>();
        int code = 0;
        for (ObjectNode workflow : workflows) {
            String own = ServedWorkflow.namespace(workflow);
            Served place = own.isEmpty() ? served : served.in(own);
            try {
                begun.add(new Begun(place, created(place, workflow)));
            } catch (ServiceException e) {
                command.context.err().println("skiff: " + Failures.refusal(e));
                code = 1;
                break;
            }
        }
        for (Begun one : begun) {
            if (command.submit.serverDryRun) {
                print(one.workflow());
            } else {
                code = Math.max(code, command.follow.follow(one.place(), one.workflow(), command.show, command.nodes));
            }
        }
        return code;
    }

    private void refuseOfSeveral(int number) {
        if (command.name != null) {
            throw new UserError("--name names one workflow, and there are " + number + ": use --generate-name");
        }
        if (command.follow.watch || command.show.log) {
            throw new UserError("--watch and --log follow one workflow, and there are " + number + ": use --wait");
        }
        if (command.submit.key != null) {
            throw new UserError("--idempotency-key is the key of one workflow, and there are " + number);
        }
    }

    /** YAML unless another form is asked for: what would be made has no state that could be shown. */
    private void print(JsonNode workflow) {
        OutputForm form = command.show.output;
        FollowOptions.print(
                command.context, workflow, form == null || form == OutputForm.WIDE ? OutputForm.YAML : form);
    }

    private JsonNode created(Served place, ObjectNode workflow) throws InterruptedException {
        String namespace = place.namespace();
        String key = command.submit.key;
        if (key == null || command.submit.serverDryRun) {
            return place.session().create(ResourceKind.WORKFLOW, namespace, workflow, command.submit.serverDryRun);
        }
        byte[] body = workflow.toString().getBytes(StandardCharsets.UTF_8);
        return Idempotency.create(place.session(), namespace, key, body, workflow)
                .object();
    }

    /** Empty when there are problems, which were printed then. */
    private List<ObjectNode> workflows() throws InterruptedException {
        List<ObjectNode> workflows = command.submit.from == null ? ofFiles() : List.of(ofTemplate(command.submit.from));
        for (ObjectNode workflow : workflows) {
            asAsked(workflow);
        }
        return workflows;
    }

    private List<ObjectNode> ofFiles() throws InterruptedException {
        if (command.files.isEmpty()) {
            throw command.calledWrongly("name the files, or a template with --from");
        }
        Map<String, String> values = command.parameters();
        Loaded read = command.strictly.load(command.sources());
        Loaded under = command.defaults.file == null ? read : command.defaults.under(read, command.context);
        Loaded loaded = values.isEmpty() ? under : under.withParameters(values);
        if (command.report(ServedLint.problems(loaded, served, command.context))) {
            return List.of();
        }
        List<ObjectNode> found = new ArrayList<>();
        List<Located> located = loaded.objects().stream()
                .filter(o -> o.object() instanceof Workflow)
                .toList();
        for (int i = 0; i < located.size(); i++) {
            if (command.isOfTheFiles(located.get(i).map().file())) {
                Workflow workflow = command.asAsked(loaded.bundle().workflows().get(i));
                if (command.entrypoint != null) {
                    Submission.knownEntrypoint(workflow.spec(), command.entrypoint);
                }
                found.add(ModelMapper.strict().valueToTree(workflow));
            }
        }
        if (found.isEmpty()) {
            throw new UserError("there is no Workflow in " + String.join(", ", command.files)
                    + ": a document with 'kind: Workflow' is what can be submitted");
        }
        return found;
    }

    private ObjectNode ofTemplate(String from) throws InterruptedException {
        if (!command.files.isEmpty()) {
            throw command.calledWrongly("--from submits what is kept, and files are given: one of them");
        }
        int slash = from.indexOf('/');
        ResourceKind kind = slash < 1
                ? null
                : ResourceKind.named(from.substring(0, slash))
                        .filter(k -> k != ResourceKind.WORKFLOW && k != ResourceKind.WORKFLOW_EVENT_BINDING)
                        .orElse(null);
        if (kind == null) {
            throw command.calledWrongly(
                    "--from is KIND/NAME, where KIND is workflowtemplate, clusterworkflowtemplate or" + " cronwf: '"
                            + from + "' is not");
        }
        String name = from.substring(slash + 1);
        JsonNode kept = served.session().get(kind, served.place(kind), name);
        ObjectNode workflow = FromKept.workflow(kind, name, kept);
        FromKept.parameters(workflow.withObjectProperty("spec"), command.parameters());
        ObjectNode spec = workflow.withObjectProperty("spec");
        put(spec, "serviceAccountName", command.serviceAccount);
        if (command.priority != null) {
            spec.put("priority", command.priority);
        }
        if (command.scheduledTime != null) {
            workflow.withObjectProperty("metadata")
                    .withObjectProperty("annotations")
                    .put(Labels.SCHEDULED_TIME, command.scheduledTime);
        }
        return workflow;
    }

    private void asAsked(ObjectNode workflow) {
        ObjectNode metadata = workflow.withObjectProperty("metadata");
        workflow.remove("status");
        if (command.name != null) {
            metadata.put("name", command.name).remove("generateName");
        } else if (command.generateName != null) {
            metadata.put("generateName", command.generateName).remove("name");
        }
        if (metadata.path("name").asText("").isEmpty()
                && metadata.path("generateName").asText("").isEmpty()) {
            throw new UserError(
                    "the workflow has neither metadata.name nor metadata.generateName: give one with --name");
        }
        Map<String, String> labels = Pairs.of(command.labels, "-l", command::calledWrongly);
        labels.forEach((key, value) -> metadata.withObjectProperty("labels").put(key, value));
        String instance = command.submit.instanceId(command.context.environment());
        if (!instance.isEmpty()) {
            metadata.withObjectProperty("labels").put(Labels.INSTANCE_ID, instance);
        }
        put(workflow.withObjectProperty("spec"), "entrypoint", command.entrypoint);
    }

    private static void put(ObjectNode object, String field, @Nullable String value) {
        if (value != null) {
            object.put(field, value);
        }
    }
}
