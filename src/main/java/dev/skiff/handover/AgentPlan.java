package dev.skiff.handover;

import dev.skiff.model.Artifact;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the agent of one container has to do. It reads the plan from the environment variable {@link #VARIABLE}; the user's command follows
 * in the agent's own arguments after {@code --}.
 *
 * @param container its name, for messages: {@code main}
 * @param parameters files that become output parameters (OUT-01)
 * @param maxOutputBytes how much text all output parameters and the result may have together, in bytes, before compression
 * @param inputs artifacts with a path and a place that says all that is needed to get there; an optional one that was not supplied is left
 *     out
 * @param outputs artifacts with a path and such a place, its key included
 * @param logs where standard output and error of the command go together, with name and place (ART-06); null when they are not archived
 * @param captureResult whether standard output is handed over as {@code outputs.result} (OUT-05)
 * @param set for a member of a containerSet; else null
 * @param secrets which environment variable has the value of which Secret's key: {@link #secretKey} → variable; see {@link #variables}
 */
public record AgentPlan(
        String container,
        List<Parameter> parameters,
        long maxOutputBytes,
        List<Artifact> inputs,
        List<Artifact> outputs,
        @Nullable Artifact logs,
        boolean captureResult,
        Reporting report,
        @Nullable Membership set,
        Map<String, String> secrets) {

    /** The environment variable that has the plan. No variable whose name begins with {@link #PREFIX} reaches the user's command. */
    public static final String VARIABLE = "SKIFF_AGENT_PLAN";

    /** How the names of all variables begin that are meant for the agent alone. */
    public static final String PREFIX = "SKIFF_AGENT_";

    /** Linux takes no environment variable of more than 128 KiB, its name included. */
    public static final int MAX_BYTES = (128 << 10) - 64;

    /** What output parameters and result may have together when nobody says otherwise, in bytes. */
    public static final long USUAL_MAX_OUTPUT = 1 << 20;

    /** The version of plan and report. An agent refuses plans of another. */
    public static final int VERSION = 1;

    /** An output parameter and the absolute path of its file. */
    public record Parameter(String name, String path) {}

    /**
     * How the report is handed over.
     *
     * @param terminationLog path of the container's termination message
     * @param inlineLimit bytes that a report may have there
     * @param url where a larger one is posted; empty when the controller cannot be reached from pods
     * @param token sent along with it, as {@code Authorization: Bearer}
     * @param patienceSeconds how long posting is tried again
     */
    public record Reporting(String terminationLog, int inlineLimit, String url, String token, int patienceSeconds) {

        /** Without an address to post to. */
        public static final Reporting INLINE = new Reporting("/dev/termination-log", 3500, "", "", 600);

        @Override
        public String toString() {
            return "Reporting[" + url + "]";
        }
    }

    /**
     * What a member of a containerSet has to know (RES-10, RETRY-20).
     *
     * @param directory that all members share, for what they tell one another
     * @param name the member's
     * @param dependencies members that have to succeed before the command is started
     * @param executions how often the command is executed in all until it succeeds; at least 1
     * @param pauseMillis between the end of one execution and the start of the next
     */
    public record Membership(
            String directory, String name, List<String> dependencies, int executions, long pauseMillis) {
        public Membership {
            dependencies = List.copyOf(dependencies);
        }
    }

    public AgentPlan {
        parameters = List.copyOf(parameters);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    }

    /** Nothing to do but to report that the command has ended. */
    public static AgentPlan of(String container, Reporting report) {
        return new AgentPlan(
                container, List.of(), USUAL_MAX_OUTPUT, List.of(), List.of(), null, false, report, null, Map.of());
    }

    public AgentPlan withParameters(List<Parameter> value) {
        return new AgentPlan(
                container, value, maxOutputBytes, inputs, outputs, logs, captureResult, report, set, secrets);
    }

    /** With artifacts and the variables that have the values of their Secrets. */
    public AgentPlan withArtifacts(List<Artifact> in, List<Artifact> out, @Nullable Artifact log) {
        List<Artifact> all = new ArrayList<>(in);
        all.addAll(out);
        if (log != null) {
            all.add(log);
        }
        Map<String, String> names = new LinkedHashMap<>();
        variables(all).forEach((variable, secret) -> names.put(secretKey(secret), variable));
        return new AgentPlan(container, parameters, maxOutputBytes, in, out, log, captureResult, report, set, names);
    }

    public AgentPlan withMaxOutputBytes(long value) {
        return new AgentPlan(container, parameters, value, inputs, outputs, logs, captureResult, report, set, secrets);
    }

    public AgentPlan withCaptureResult(boolean value) {
        return new AgentPlan(container, parameters, maxOutputBytes, inputs, outputs, logs, value, report, set, secrets);
    }

    public AgentPlan withSet(Membership value) {
        return new AgentPlan(
                container, parameters, maxOutputBytes, inputs, outputs, logs, captureResult, report, value, secrets);
    }

    /** How a key of a Secret is named in {@link #secrets}. */
    public static String secretKey(SecretKeySelector secret) {
        return secret.getName() + "/" + secret.getKey();
    }

    /**
     * The environment variables that the container needs besides {@link #VARIABLE}, each with the key of a Secret that is its value. The
     * names follow from the order of the artifacts, so that the same plan has the same names.
     */
    public static Map<String, SecretKeySelector> variables(List<Artifact> artifacts) {
        Map<String, SecretKeySelector> secrets = new LinkedHashMap<>();
        for (Artifact artifact : artifacts) {
            for (SecretKeySelector secret : ArtifactJson.secrets(artifact)) {
                secrets.putIfAbsent(secretKey(secret), secret);
            }
        }
        Map<String, SecretKeySelector> variables = new LinkedHashMap<>();
        secrets.values().forEach(secret -> variables.put(PREFIX + "SECRET_" + variables.size(), secret));
        return variables;
    }

    /** {@link #variables} of all artifacts of this plan. */
    public Map<String, SecretKeySelector> variables() {
        List<Artifact> all = new ArrayList<>(inputs);
        all.addAll(outputs);
        if (logs != null) {
            all.add(logs);
        }
        return variables(all);
    }

    /** What of an artifact an agent cannot handle, as a sentence for the user; empty when it can. */
    public static Optional<String> unsupported(Artifact artifact) {
        return ArtifactJson.unsupported(artifact);
    }

    /** As JSON: the value of {@link #VARIABLE}, which may have at most {@link #MAX_BYTES}. */
    public String encode() {
        return JsonText.of(to -> to.number("version", VERSION)
                .text("container", container)
                .objects(
                        "parameters",
                        parameters,
                        (p, inner) -> inner.text("name", p.name()).text("path", p.path()))
                .number("maxOutputBytes", maxOutputBytes)
                .objects("inputs", inputs, ArtifactJson::write)
                .objects("outputs", outputs, ArtifactJson::write)
                .optional("logs", logs, ArtifactJson::write)
                .flag("captureResult", captureResult)
                .object("report", this::writeReporting)
                .optional("set", set, AgentPlan::writeMembership)
                .object("secrets", inner -> {
                    for (var secret : secrets.entrySet()) {
                        inner.text(secret.getKey(), secret.getValue());
                    }
                }));
    }

    private void writeReporting(JsonText to) throws IOException {
        to.text("terminationLog", report.terminationLog())
                .number("inlineLimit", report.inlineLimit())
                .text("url", report.url())
                .text("token", report.token())
                .number("patienceSeconds", report.patienceSeconds());
    }

    private static void writeMembership(Membership set, JsonText to) throws IOException {
        to.text("directory", set.directory())
                .text("name", set.name())
                .texts("dependencies", set.dependencies())
                .number("executions", set.executions())
                .number("pauseMillis", set.pauseMillis());
    }

    /** @throws MalformedException when the text is no plan of this version */
    public static AgentPlan decode(String text) throws MalformedException {
        if (text.length() > MAX_BYTES) {
            throw new MalformedException("the plan has more than " + MAX_BYTES + " bytes");
        }
        JsonObject from = JsonObject.read(text, "the plan");
        long version = from.number("version", 0);
        if (version != VERSION) {
            throw new MalformedException("the plan is of version " + version + ", this agent knows version " + VERSION
                    + ": the images of controller and agent have to be the same");
        }
        List<Parameter> parameters = new ArrayList<>();
        for (JsonObject parameter : from.objects("parameters")) {
            parameters.add(new Parameter(parameter.text("name"), parameter.text("path")));
        }
        JsonObject logs = from.optionalObject("logs");
        JsonObject secrets = from.optionalObject("secrets");
        Map<String, String> variables = new LinkedHashMap<>();
        if (secrets != null) {
            for (String secret : secrets.fields().keySet()) {
                variables.put(secret, secrets.text(secret));
            }
        }
        return new AgentPlan(
                from.text("container"),
                parameters,
                from.number("maxOutputBytes", USUAL_MAX_OUTPUT),
                artifacts(from, "inputs"),
                artifacts(from, "outputs"),
                logs == null ? null : ArtifactJson.read(logs),
                from.flag("captureResult"),
                reporting(from.optionalObject("report")),
                membership(from.optionalObject("set")),
                variables);
    }

    private static List<Artifact> artifacts(JsonObject from, String field) throws MalformedException {
        List<Artifact> artifacts = new ArrayList<>();
        for (JsonObject artifact : from.objects(field)) {
            artifacts.add(ArtifactJson.read(artifact));
        }
        return artifacts;
    }

    private static Reporting reporting(@Nullable JsonObject from) throws MalformedException {
        if (from == null) {
            throw new MalformedException("'report' is missing");
        }
        return new Reporting(
                from.textOr("terminationLog", Reporting.INLINE.terminationLog()),
                Math.toIntExact(Math.clamp(from.number("inlineLimit", Reporting.INLINE.inlineLimit()), 0, 1 << 20)),
                from.textOr("url", ""),
                from.textOr("token", ""),
                Math.toIntExact(
                        Math.clamp(from.number("patienceSeconds", Reporting.INLINE.patienceSeconds()), 0, 1 << 20)));
    }

    private static @Nullable Membership membership(@Nullable JsonObject from) throws MalformedException {
        if (from == null) {
            return null;
        }
        long executions = from.number("executions", 1);
        long pause = from.number("pauseMillis", 0);
        return new Membership(
                from.text("directory"),
                from.text("name"),
                from.texts("dependencies"),
                (int) Math.clamp(executions, 1, Integer.MAX_VALUE),
                Math.max(0, pause));
    }
}
