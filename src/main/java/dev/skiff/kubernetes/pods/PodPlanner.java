package dev.skiff.kubernetes.pods;

import dev.skiff.engine.Task;
import dev.skiff.kubernetes.pods.ImageStarts.UnknownImageException;
import dev.skiff.kubernetes.pods.PodPlan.Outcome;
import dev.skiff.kubernetes.pods.PodPlan.Scope;
import dev.skiff.kubernetes.pods.PodSettings.Entrypoint;
import dev.skiff.port.RunContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Finds out what a plan depends on that others know, and plans. Nothing in here waits. */
final class PodPlanner {
    private final PodServices services;

    PodPlanner(PodServices services) {
        this.services = services;
    }

    /** @return never {@link PodPlan.Unknown}; fails by a mistake of ours only */
    CompletableFuture<Outcome> plan(Task task, RunContext run) {
        boolean bare = PodAgent.need(task, services.settings()) == PodAgent.Need.NONE;
        Scope scope = Scope.of(task, run, services.namespace(), services.settings(), bare ? "" : Tokens.random());
        if (scope.need() == PodAgent.Need.NONE) {
            return planned(scope);
        }
        return services.imageVolumes().delivery().thenCompose(how -> planned(scope.delivered(how)));
    }

    private static CompletableFuture<Outcome> planned(Scope scope) {
        Outcome outcome = PodPlan.of(scope);
        return outcome instanceof PodPlan.Unknown unknown
                ? lookUp(scope, unknown.images())
                : CompletableFuture.completedFuture(outcome);
    }

    private static CompletableFuture<Outcome> lookUp(Scope scope, Set<String> images) {
        Map<String, CompletableFuture<Entrypoint>> asked = new TreeMap<>();
        images.forEach(image -> asked.put(image, scope.settings().starts().of(image)));
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                .handle((_, _) -> decided(scope, asked));
    }

    /** A result alone is worth no failure: the log has it too. */
    private static Outcome decided(Scope scope, Map<String, CompletableFuture<Entrypoint>> asked) {
        Map<String, Entrypoint> found = new HashMap<>();
        List<String> problems = new ArrayList<>();
        asked.forEach((image, answer) -> answer.whenComplete((entrypoint, failure) -> {
            if (failure == null) {
                found.put(image, literally(entrypoint));
            } else {
                problems.add(sentence(image, failure));
            }
        }));
        if (problems.isEmpty()) {
            return PodPlan.of(scope.knowing(found));
        }
        return scope.need() == PodAgent.Need.RESULT ? PodPlan.of(scope.bare()) : new PodPlan.Refused(problems);
    }

    /** The kubelet replaces {@code $(NAME)} in a pod's words, but not in an image's. */
    private static Entrypoint literally(Entrypoint of) {
        return new Entrypoint(
                of.command().stream().map(w -> w.replace("$", "$$")).toList(),
                of.args().stream().map(w -> w.replace("$", "$$")).toList());
    }

    private static String sentence(String image, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (!(cause instanceof UnknownImageException)) {
            throw new CompletionException(cause);
        }
        return "the template gives no command for image " + image + ", and what it starts is not known ("
                + cause.getMessage() + "): give a command, or list the image in the configuration (images). The agent,"
                + " which hands over what the step leaves, has to start it";
    }
}
