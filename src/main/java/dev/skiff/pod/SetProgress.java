package dev.skiff.pod;

import dev.skiff.engine.TaskState.Member;
import dev.skiff.model.NodePhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the members of a containerSet have come, as in Argo 4.1: a member starts when those that it depends on have succeeded; one whose
 * dependency failed ends with code 64 and never runs (RES-10, PHASE-05); and soon after the first failure the controller ends whatever
 * still runs or waits, with SIGTERM (STOP-06). For one thread.
 */
public final class SetProgress {

    /** About as long as Argo's controller takes to see that a container has failed, and to have the others ended. */
    public static final Duration NOTICE = Duration.ofSeconds(2);

    private static final int EMISSARY = 64;

    /**
     * How a member ended.
     *
     * @param words what its executor had to say, or empty
     * @param outOfMemory killed together with whatever would have reported its end
     */
    public record End(
            int exitCode,
            String words,
            boolean outOfMemory,
            @Nullable Instant startedAt,
            Instant finishedAt) {}

    private final Map<String, List<String>> graph;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, String> messages = new TreeMap<>();
    private @Nullable Instant failedAt;
    private boolean stopped;

    /** @param graph name → names of those that it depends on, all of them names of the graph */
    public SetProgress(Map<String, List<String>> graph) {
        this.graph = new LinkedHashMap<>(graph);
        graph.keySet().forEach(name -> members.put(name, new Member(NodePhase.PENDING, "", null, null, null)));
    }

    /** Those that may start now, in the order of the template. */
    public List<String> startable() {
        if (stopped) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        graph.forEach((name, dependencies) -> {
            if (isWaiting(name) && dependencies.stream().allMatch(d -> phase(d) == NodePhase.SUCCEEDED)) {
                names.add(name);
            }
        });
        return names;
    }

    /** The member runs. */
    public void started(String name, Instant at) {
        members.put(name, new Member(NodePhase.RUNNING, "", null, at, null));
    }

    /** The member has ended, and with it those that waited for its success in vain. */
    public void ended(String name, End end) {
        if (end.exitCode() == 0) {
            members.put(name, new Member(NodePhase.SUCCEEDED, "", 0, end.startedAt(), end.finishedAt()));
            return;
        }
        String reason = end.outOfMemory() ? "OOMKilled" : "Error";
        fail(name, reason, end);
        // what was killed with its executor reports nothing: its dependants wait on, until they are ended too
        if (!end.outOfMemory()) {
            failDependants(name, end.exitCode(), end.finishedAt());
        }
    }

    private void failDependants(String of, int exitCode, Instant at) {
        graph.forEach((name, dependencies) -> {
            if (isWaiting(name) && dependencies.contains(of)) {
                String words = "dependency \"" + of + "\" exited with non-zero code: " + exitCode;
                fail(name, "Error", new End(EMISSARY, words, false, at, at));
                failDependants(name, EMISSARY, at);
            }
        });
    }

    private void fail(String name, String reason, End end) {
        if (failedAt == null) {
            failedAt = end.finishedAt();
        }
        String said = name + ": " + reason + " (exit code " + end.exitCode() + ")";
        messages.put(name, end.words().isEmpty() ? said : said + ": " + end.words());
        NodePhase phase = end.exitCode() == EMISSARY ? NodePhase.ERROR : NodePhase.FAILED;
        // Argo's message of a member has the colon even when nothing follows it
        members.put(
                name, new Member(phase, said + ": " + end.words(), end.exitCode(), end.startedAt(), end.finishedAt()));
    }

    /** When all that runs or waits has to be ended because something failed; empty as long as nothing did. */
    public Optional<Instant> stopAt() {
        return Optional.ofNullable(failedAt).map(at -> at.plus(NOTICE));
    }

    /** Those that wait are ended now; nothing starts any more. Ending those that run is for the caller. */
    public void stop(Instant at) {
        stopped = true;
        graph.keySet().stream()
                .filter(this::isWaiting)
                .toList()
                .forEach(name -> fail(name, "Error", new End(ExitCodes.TERMINATED, "", false, at, at)));
    }

    /** Nothing runs or waits any more: whatever does ends as an error of the infrastructure. */
    public void abort(String message, Instant at) {
        stopped = true;
        members.replaceAll(
                (_, m) -> m.finishedAt() != null ? m : new Member(NodePhase.ERROR, message, null, m.startedAt(), at));
    }

    public boolean isOver() {
        return members.values().stream().allMatch(m -> m.finishedAt() != null);
    }

    /** Name → how it is, in the order of the template. */
    public Map<String, Member> members() {
        return new LinkedHashMap<>(members);
    }

    /** The message of the pod: of the first failed member by name, as the kubelet sorts them (PHASE-08); empty when none failed. */
    public String message() {
        return messages.isEmpty() ? "" : messages.values().iterator().next();
    }

    /** Exit code of the member {@code main}; null without one, or before its end. */
    public @Nullable Integer exitCode() {
        Member main = members.get(ArgoPod.MAIN);
        return main == null ? null : main.exitCode();
    }

    /** When the last one ended; {@code now} when none has. */
    public Instant finishedAt(Instant now) {
        return members.values().stream()
                .map(Member::finishedAt)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(now);
    }

    private boolean isWaiting(String name) {
        return phase(name) == NodePhase.PENDING;
    }

    private NodePhase phase(String name) {
        Member member = members.get(name);
        return member == null ? NodePhase.PENDING : member.phase();
    }
}
