package dev.skiff.handover;

import dev.skiff.engine.TaskState.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an agent hands over when its container is about to end.
 *
 * @param exitCode of the user's command; null when it was never started
 * @param parameters output parameter → what was found at its path
 * @param result the command's standard output, if the plan asks for it
 * @param artifacts output artifact → what became of it; archived logs are among them under their name
 * @param failure what the agent itself could not do; null when it could do everything but what {@code parameters} and {@code artifacts} say
 * @param posted whether this is not the report, but says that the report has been posted to the controller
 * @param resultInLog whether the result was asked for and had no room in what could be handed over: it has to be read from the
 *     container's log
 */
public record AgentReport(
        @Nullable Integer exitCode,
        Map<String, OutputFile> parameters,
        @Nullable String result,
        Map<String, Saving> artifacts,
        @Nullable Failure failure,
        boolean posted,
        boolean resultInLog) {

    /** What became of one output artifact. */
    public sealed interface Saving {
        /** At the place that the plan names. */
        record Saved() implements Saving {}

        /** Nothing is at its path. */
        record Missing() implements Saving {}

        /** There, but it could not be stored; {@code why} is a sentence for the user. */
        record Unsaved(String why) implements Saving {}
    }

    /** @param message a sentence for the user */
    public record Failure(Kind kind, String message) {}

    /** What the agent could not do. */
    public enum Kind {
        /** The plan is not readable: controller and agent do not fit together. */
        PLAN(true),
        /** Nothing is at the place of a required input artifact. */
        INPUT_MISSING(false),
        /** An input artifact is what it may not be, or cannot be put where it should be. */
        INPUT_UNUSABLE(false),
        /** The store of an input artifact did not give it out. */
        INPUT_UNAVAILABLE(true),
        /** The user's command is not there. */
        COMMAND_NOT_FOUND(false),
        /** The user's command is there and cannot be executed. */
        COMMAND_NOT_EXECUTABLE(false),
        /** Another member of the containerSet has failed, and this one was not started (RES-10). */
        DEPENDENCY(false),
        /** There is more text in the outputs than the limit lets through. */
        OUTPUTS_TOO_LARGE(false),
        /** The report could not be handed over. */
        REPORT(true),
        /** Ended from outside while inputs were being fetched, before the command was started. */
        STOPPED(false),
        /** Anything else: a full disk, a mistake of ours. */
        AGENT(true);

        private final boolean infrastructure;

        Kind(boolean infrastructure) {
            this.infrastructure = infrastructure;
        }

        /** Whether trying again may help without anything being changed in the workflow. */
        public boolean isInfrastructure() {
            return infrastructure;
        }
    }

    public AgentReport {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        artifacts = Collections.unmodifiableMap(new LinkedHashMap<>(artifacts));
    }

    /** A report that has all its parts. */
    public AgentReport(
            @Nullable Integer exitCode,
            Map<String, OutputFile> parameters,
            @Nullable String result,
            Map<String, Saving> artifacts,
            @Nullable Failure failure,
            boolean posted) {
        this(exitCode, parameters, result, artifacts, failure, posted, false);
    }

    /** The command has ended and there is nothing to hand over. */
    public static AgentReport ended(int exitCode) {
        return new AgentReport(exitCode, Map.of(), null, Map.of(), null, false);
    }

    /** The command was never started. */
    public static AgentReport failed(Kind kind, String message) {
        return new AgentReport(null, Map.of(), null, Map.of(), new Failure(kind, message), false);
    }

    /** What the termination message says when the report itself has been posted. */
    public static AgentReport elsewhere(@Nullable Integer exitCode) {
        return new AgentReport(exitCode, Map.of(), null, Map.of(), null, true);
    }

    /** The same command, of which nothing is said but that the agent failed. */
    public AgentReport failing(Kind kind, String message) {
        return new AgentReport(exitCode, Map.of(), null, Map.of(), new Failure(kind, message), false);
    }

    /** The same with {@link #resultInLog} for the result. */
    public AgentReport withoutResult() {
        return new AgentReport(exitCode, parameters, null, artifacts, failure, posted, true);
    }

    /** As text of ASCII and UTF-8: JSON, or {@code skiff1:} and the base64 of its gzip, whichever is shorter. */
    public String encode() {
        String json = json();
        String packed = Packed.pack(json);
        return packed.length() < json.getBytes(StandardCharsets.UTF_8).length ? packed : json;
    }

    private String json() {
        return JsonText.of(to -> to.number("skiff", AgentPlan.VERSION)
                .number("exitCode", exitCode)
                .flag("posted", posted)
                .optional(
                        "failure",
                        failure,
                        (f, inner) -> inner.text("kind", f.kind().name()).whole("message", f.message()))
                .whole("result", result)
                .flag("resultInLog", resultInLog)
                .optional("parameters", parameters.isEmpty() ? null : parameters, (all, inner) -> {
                    for (var p : all.entrySet()) {
                        inner.object(p.getKey(), one -> write(p.getValue(), one));
                    }
                })
                .optional("artifacts", artifacts.isEmpty() ? null : artifacts, (all, inner) -> {
                    for (var a : all.entrySet()) {
                        inner.object(a.getKey(), one -> write(a.getValue(), one));
                    }
                }));
    }

    private static void write(OutputFile file, JsonText to) throws IOException {
        switch (file) {
            case OutputFile.Found found -> to.whole("text", found.text());
            case OutputFile.Missing _ -> to.flag("missing", true);
            case OutputFile.Unreadable unreadable -> to.whole("unreadable", unreadable.why());
        }
    }

    private static void write(Saving saving, JsonText to) throws IOException {
        switch (saving) {
            case Saving.Saved _ -> to.flag("saved", true);
            case Saving.Missing _ -> to.flag("missing", true);
            case Saving.Unsaved unsaved -> to.whole("unsaved", unsaved.why());
        }
    }

    /**
     * Reads what {@link #encode} wrote: a termination message, or the report that was posted.
     *
     * @return empty when the text is something else: a command may have written a termination message of its own
     * @throws MalformedException when it looks like a report and is none
     */
    public static Optional<AgentReport> decode(String text) throws MalformedException {
        String json = Packed.is(text) ? Packed.unpack(text) : text;
        if (!json.startsWith("{\"skiff\":")) {
            return Optional.empty();
        }
        JsonObject from = JsonObject.read(json, "the agent's report");
        long version = from.number("skiff", 0);
        if (version != AgentPlan.VERSION) {
            throw new MalformedException("the agent's report is of version " + version + ", known is version "
                    + AgentPlan.VERSION + ": the images of controller and agent have to be the same");
        }
        Map<String, OutputFile> parameters = new LinkedHashMap<>();
        for (var parameter : from.named("parameters").entrySet()) {
            parameters.put(parameter.getKey(), file(parameter.getValue()));
        }
        Map<String, Saving> artifacts = new LinkedHashMap<>();
        for (var artifact : from.named("artifacts").entrySet()) {
            artifacts.put(artifact.getKey(), saving(artifact.getValue()));
        }
        JsonObject failure = from.optionalObject("failure");
        return Optional.of(new AgentReport(
                from.optionalInt("exitCode"),
                parameters,
                from.optionalText("result"),
                artifacts,
                failure == null ? null : new Failure(kind(failure), failure.text("message")),
                from.flag("posted"),
                from.flag("resultInLog")));
    }

    private static Kind kind(JsonObject failure) throws MalformedException {
        String name = failure.text("kind");
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return Kind.AGENT;
    }

    private static OutputFile file(JsonObject from) throws MalformedException {
        String text = from.optionalText("text");
        if (text != null) {
            return new OutputFile.Found(text);
        }
        return from.flag("missing") ? new OutputFile.Missing() : new OutputFile.Unreadable(from.text("unreadable"));
    }

    private static Saving saving(JsonObject from) throws MalformedException {
        if (from.flag("saved")) {
            return new Saving.Saved();
        }
        return from.flag("missing") ? new Saving.Missing() : new Saving.Unsaved(from.text("unsaved"));
    }
}
