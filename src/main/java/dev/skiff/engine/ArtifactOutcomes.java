package dev.skiff.engine;

import dev.skiff.model.Artifact;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of the output artifacts of a task that has ended (ART-05, ART-06, OUT-15). */
final class ArtifactOutcomes {
    private ArtifactOutcomes() {}

    /**
     * Those that were stored, in declared order, then what is stored without being declared: logs.
     *
     * @return what is wrong with the first that should be there and is not, as a sentence; null when nothing is
     */
    static @Nullable String collect(List<Artifact> declared, TaskState.Results results, List<Artifact> into) {
        Map<String, TaskState.OutputArtifact> seen = results.artifacts();
        String problem = null;
        Set<String> names = new HashSet<>();
        for (Artifact a : declared) {
            names.add(a.name());
            String wrong = one(a, seen.get(a.name()), into);
            problem = problem == null ? wrong : problem;
        }
        for (var other : seen.entrySet()) {
            if (!names.contains(other.getKey())) {
                String wrong = undeclared(other.getKey(), other.getValue(), into);
                problem = problem == null ? wrong : problem;
            }
        }
        return problem;
    }

    private static @Nullable String one(
            Artifact declared, TaskState.@Nullable OutputArtifact outcome, List<Artifact> into) {
        return switch (outcome) {
            case TaskState.OutputArtifact.Saved s -> {
                into.add(s.artifact());
                yield null;
            }
            case TaskState.OutputArtifact.Unsaved u ->
                "output artifact '" + declared.name() + "' could not be stored: " + u.why();
            case TaskState.OutputArtifact.Missing m -> missing(declared);
            case null -> missing(declared);
        };
    }

    private static @Nullable String missing(Artifact declared) {
        return Boolean.TRUE.equals(declared.optional())
                ? null
                : "output artifact '" + declared.name() + "': the step did not write " + declared.path()
                        + "; write the file or directory, or say optional: true";
    }

    private static @Nullable String undeclared(String name, TaskState.OutputArtifact outcome, List<Artifact> into) {
        return switch (outcome) {
            case TaskState.OutputArtifact.Saved s -> {
                into.add(s.artifact());
                yield null;
            }
            case TaskState.OutputArtifact.Unsaved u -> "artifact '" + name + "' could not be stored: " + u.why();
            case TaskState.OutputArtifact.Missing m -> null;
        };
    }
}
