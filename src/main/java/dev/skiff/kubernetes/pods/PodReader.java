package dev.skiff.kubernetes.pods;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.TaskState.Member;
import dev.skiff.engine.TaskState.Running;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.kubernetes.pods.PodView.Container;
import dev.skiff.kubernetes.pods.PodView.Phase;
import dev.skiff.kubernetes.pods.PodView.Stage;
import dev.skiff.model.NodePhase;
import dev.skiff.pod.ArgoPod;
import dev.skiff.pod.ExitCodes;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the kubelet says of a pod → what becomes of a task (PHASE-04 to PHASE-10, PHASE-14). Pure. */
final class PodReader {
    static final String DELETED = "pod deleted";
    /** Argo's code for a command that cannot be executed (MET-09). */
    static final int NOT_EXECUTABLE = 64;

    private static final String DEADLINE_EXCEEDED = "DeadlineExceeded";
    /** Every pod waits for these for a moment: not worth a write to the status. */
    private static final Set<String> USUAL_WAITS = Set.of("", "ContainerCreating", "PodInitializing");

    private static final Set<String> START_FAILED = Set.of("StartError", "ContainerCannotRun");
    /** In the words of runc, crun and containerd. */
    private static final Pattern NOT_FOUND = Pattern.compile(
            "exec: .*(executable file not found|no such file or directory|permission denied).*"
                    + "|executable file .* not found in.*",
            Pattern.DOTALL);

    private final PodView pod;
    private final Shape shape;
    private final @Nullable PodStop stop;
    private final Instant now;

    private PodReader(PodView pod, Shape shape, @Nullable PodStop asked, Instant now) {
        this.pod = pod;
        this.shape = shape;
        this.stop = asked != null ? asked : pod.stopped();
        this.now = now;
    }

    /**
     * What has to be known of the task.
     *
     * @param members names of the containers that the template is about: main, or those of a containerSet
     * @param isSet whether it is a containerSet
     * @param daemon whether somebody waits for its containers to be ready
     * @param agent whether an agent may report how the members ended
     */
    record Shape(List<String> members, boolean isSet, boolean daemon, boolean agent) {
        Shape {
            members = List.copyOf(members);
        }
    }

    /** Where a task stands. */
    sealed interface Reading {}

    /** @param message what it waits for, or empty */
    record Waiting(String message) implements Reading {}

    record Going(Running state) implements Reading {}

    /** What the template is about has ended, or must not go on; the rest of the pod runs and has to be ended. */
    record Finishing() implements Reading {}

    /**
     * How it ended; results are not looked at.
     *
     * @param exitCode of main; null when it never started
     * @param members of a containerSet
     */
    record Over(
            Verdict verdict,
            @Nullable Integer exitCode,
            String message,
            @Nullable Instant startedAt,
            Instant finishedAt,
            Map<String, Member> members)
            implements Reading {}

    /**
     * @param asked why we have ended it, as far as this process knows
     * @param now used where the kubelet does not say when
     */
    static Reading read(PodView pod, Shape shape, @Nullable PodStop asked, Instant now) {
        return new PodReader(pod, shape, asked, now).reading();
    }

    /** The object is gone; {@code last} is how it was seen last. */
    static Over gone(PodView last, Shape shape, @Nullable PodStop asked, Instant now) {
        PodReader reader = new PodReader(last, shape, asked, now);
        return last.isOver() || reader.hasEndedBefore() ? reader.over() : reader.removed();
    }

    /** Whether all that the template is about had ended by itself when the pod was deleted, and only the others had not. */
    private boolean hasEndedBefore() {
        return allEnded() && !takenAway();
    }

    private boolean allEnded() {
        List<Container> members = members();
        return members.size() == shape.members().size() && members.stream().allMatch(Container::hasEnded);
    }

    private Reading reading() {
        if (pod.isOver()) {
            return over();
        }
        List<Container> members = members();
        Optional<Instant> started = members.stream()
                .filter(c -> c.stage() != Stage.WAITING)
                .map(PodReader::started)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder());
        if (started.isEmpty()) {
            return new Waiting(waitsFor());
        }
        boolean ended =
                members.size() == shape.members().size() && members.stream().allMatch(Container::hasEnded);
        boolean failed = members.stream().anyMatch(c -> c.hasEnded() && c.exitCode() != 0);
        boolean othersRun = pod.containers().stream().anyMatch(c -> !c.hasEnded());
        if (othersRun && (ended || failed)) {
            return new Finishing();
        }
        boolean ready = !shape.daemon() || pod.containers().stream().allMatch(Container::ready);
        return new Going(new Running(started.get(), pod.node(), pod.ip(), ready, memberStates()));
    }

    private List<Container> members() {
        return pod.containers().stream()
                .filter(c -> shape.members().contains(c.name()))
                .toList();
    }

    private @Nullable Container main() {
        return shape.members().contains(ArgoPod.MAIN)
                ? pod.container(ArgoPod.MAIN).orElse(null)
                : null;
    }

    /** PHASE-14. */
    private String waitsFor() {
        return Stream.concat(pod.inits().stream(), pod.containers().stream())
                .filter(c -> c.stage() == Stage.WAITING && !USUAL_WAITS.contains(c.reason()))
                .map(c -> c.message().isEmpty() ? c.reason() : c.reason() + ": " + c.message())
                .findFirst()
                .orElse(pod.unscheduled());
    }

    private Over over() {
        if (pod.phase() == Phase.SUCCEEDED) {
            return ended(Verdict.SUCCEEDED, "");
        }
        if (stop == PodStop.DEADLINE || (stop == null && pod.reason().equals(DEADLINE_EXCEEDED))) {
            return ended(Verdict.FAILED, StopReason.DEADLINE_MESSAGE);
        }
        if (takenAway()) {
            return removed();
        }
        boolean byUs = pod.reason().equals(DEADLINE_EXCEEDED);
        if (!pod.reason().isEmpty() && !byUs) {
            return ended(Verdict.ERROR, pod.message().isEmpty() ? pod.reason() : pod.message());
        }
        return failedInit().or(this::failedMember).or(this::neverStarted).orElseGet(this::failedSidecar);
    }

    /** Whether main did not end by itself but because the pod was deleted or its node was cleared. */
    private boolean takenAway() {
        PodView.Disruption disruption = pod.disrupted();
        Instant since = disruption == null ? pod.deletionAsked() : disruption.since();
        if (disruption == null && since == null) {
            return false;
        }
        Instant finished = members().stream()
                .map(Container::finishedAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(now);
        return since == null || !finished.isBefore(since);
    }

    /** PHASE-06; in a containerSet, PHASE-07. */
    private Over removed() {
        PodView.Disruption disruption = pod.disrupted();
        if (stop == PodStop.DEADLINE) {
            return ended(Verdict.FAILED, StopReason.DEADLINE_MESSAGE);
        }
        if (stop != null) {
            return ended(Verdict.FAILED, "the pod was stopped and deleted before it had ended");
        }
        if (disruption != null) {
            String said = disruption.reason() + (disruption.message().isEmpty() ? "" : ": " + disruption.message());
            return ended(Verdict.ERROR, pod.message().isEmpty() ? said : pod.message());
        }
        return ended(Verdict.ERROR, DELETED);
    }

    private Optional<Over> failedInit() {
        return pod.inits().stream()
                .filter(c -> c.hasEnded() && c.exitCode() != 0)
                .findFirst()
                .map(c -> c.name().equals(AgentDelivery.INIT_CONTAINER)
                        ? ended(Verdict.ERROR, ofOurs(c))
                        : ended(Verdict.FAILED, said(c)));
    }

    /** It leaves a report when an input artifact could not be fetched. */
    private String ofOurs(Container container) {
        return Reports.of(container, null)
                .flatMap(r -> HandedOver.ending(r, container.name(), container.exitCode()))
                .map(HandedOver.Ending::message)
                .orElseGet(() -> said(container));
    }

    /** The first one by its name, as the kubelet sorts them (PHASE-08). */
    private Optional<Over> failedMember() {
        return members().stream()
                .filter(this::hasFailed)
                .min(Comparator.comparing(Container::name))
                .map(this::failureOf);
    }

    private Over failureOf(Container c) {
        Optional<HandedOver.Ending> reported = reported(c);
        if (reported.isPresent()) {
            return ended(reported.get().verdict(), reported.get().message());
        }
        boolean ours = START_FAILED.contains(c.reason()) && notExecutable(c).isEmpty();
        return ended(ours ? Verdict.ERROR : Verdict.FAILED, said(c));
    }

    /** An agent may have to say more of the end than its container's exit code does. */
    private Optional<HandedOver.Ending> reported(Container container) {
        return shape.agent()
                ? Reports.of(container, pod.report())
                        .flatMap(r -> HandedOver.ending(r, container.name(), container.exitCode()))
                : Optional.empty();
    }

    private boolean hasFailed(Container container) {
        return container.hasEnded()
                && container.exitCode() != 0
                && reported(container).map(HandedOver.Ending::verdict).orElse(Verdict.FAILED) != Verdict.SUCCEEDED;
    }

    /** PHASE-10. */
    private Optional<Over> neverStarted() {
        return members().stream()
                .filter(c -> !c.hasEnded())
                .findFirst()
                .map(c -> stop != null
                        ? ended(Verdict.FAILED, "the pod was stopped before container " + c.name() + " had started")
                        : ended(
                                Verdict.ERROR,
                                "Pod failed before " + c.name() + " container starts due to " + c.reason() + ": "
                                        + c.message()));
    }

    /** PHASE-09: when main has succeeded and no sidecar failed by itself, so has the pod. */
    private Over failedSidecar() {
        if (members().isEmpty()) {
            return ended(Verdict.ERROR, pod.message().isEmpty() ? "the pod failed without a reason" : pod.message());
        }
        return pod.containers().stream()
                .filter(c -> !shape.members().contains(c.name()))
                .filter(c -> c.hasEnded() && ExitCodes.isFailureOfSidecar(c.exitCode()))
                .findFirst()
                .map(c -> ended(Verdict.FAILED, said(c)))
                .orElseGet(() -> ended(Verdict.SUCCEEDED, ""));
    }

    private Over ended(Verdict verdict, String message) {
        Container main = main();
        Integer exitCode = main == null || !main.hasEnded() || started(main) == null ? null : (Integer) main.exitCode();
        if (main != null && exitCode != null && exitCode != 0) {
            exitCode = reported(main).map(HandedOver.Ending::exitCode).orElse(exitCode);
        }
        if (main != null && notExecutable(main).isPresent()) {
            exitCode = NOT_EXECUTABLE;
        }
        Instant finished = members().stream()
                .map(Container::finishedAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(now);
        Instant started = members().stream()
                .map(PodReader::started)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        if (started != null && started.isAfter(finished)) {
            started = finished;
        }
        return new Over(verdict, exitCode, message, started, finished, memberStates());
    }

    /** A container that could not be started has the beginning of time here. */
    private static @Nullable Instant started(Container container) {
        Instant at = container.startedAt();
        return at == null || at.getEpochSecond() == 0 ? null : at;
    }

    /** As Argo says it (PHASE-08). */
    private String said(Container container) {
        Optional<String> unfound = notExecutable(container);
        if (unfound.isPresent()) {
            return ExitCodes.message(container.name(), NOT_EXECUTABLE) + ": " + unfound.get();
        }
        String words = words(container);
        return head(container) + (words.isEmpty() ? "" : ": " + words);
    }

    /** The termination message; not an agent's report, which is for nobody to read. */
    private String words(Container container) {
        boolean report = shape.agent()
                && Reports.of(container, pod.report()).isPresent()
                && shape.members().contains(container.name());
        return report ? "" : container.message().strip();
    }

    private static String head(Container container) {
        return container.name() + ": " + container.reason() + " (exit code " + container.exitCode() + ")";
    }

    /** Why the runtime found nothing to execute, in the words of Argo's executor (MET-09). */
    private static Optional<String> notExecutable(Container container) {
        if (!START_FAILED.contains(container.reason())) {
            return Optional.empty();
        }
        Matcher found = NOT_FOUND.matcher(container.message());
        return found.find() ? Optional.of("failed to find name in PATH: " + found.group()) : Optional.empty();
    }

    /** Argo's message of a member has the colon even when nothing follows it. */
    private Map<String, Member> memberStates() {
        if (!shape.isSet()) {
            return Map.of();
        }
        boolean removed = pod.isOver() && takenAway();
        Map<String, Member> states = new LinkedHashMap<>();
        for (String name : shape.members()) {
            Container c = pod.container(name).orElse(null);
            if (c == null || c.stage() == Stage.WAITING) {
                states.put(name, new Member(NodePhase.PENDING, "", null, null, null));
            } else if (c.stage() == Stage.RUNNING) {
                states.put(name, new Member(NodePhase.RUNNING, "", null, c.startedAt(), null));
            } else {
                states.put(name, ended(c, removed));
            }
        }
        return states;
    }

    private Member ended(Container c, boolean removed) {
        if (!hasFailed(c)) {
            return new Member(NodePhase.SUCCEEDED, "", 0, started(c), c.finishedAt());
        }
        if (removed) {
            return new Member(NodePhase.ERROR, "container deleted", c.exitCode(), started(c), c.finishedAt());
        }
        Optional<HandedOver.Ending> reported = reported(c);
        int exitCode = reported.map(HandedOver.Ending::exitCode).orElse(c.exitCode());
        NodePhase phase = exitCode == NOT_EXECUTABLE ? NodePhase.ERROR : NodePhase.FAILED;
        String message = reported.map(HandedOver.Ending::message).orElseGet(() -> head(c) + ": " + words(c));
        return new Member(phase, message, exitCode, started(c), c.finishedAt());
    }
}
