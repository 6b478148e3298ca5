package dev.skiff.controller;

import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.client.Listener;
import dev.skiff.kubernetes.workflows.WorkflowView;
import dev.skiff.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps so many workflows of each end, and has the older ones deleted; hears of the metadata of those that have ended. */
final class Retention implements Listener<WorkflowView> {
    private static final Comparator<WorkflowView> NEWEST_FIRST =
            Comparator.comparing(WorkflowView::created).reversed().thenComparing(v -> v.id().uid());

    private final Function<String, @Nullable Integer> most;
    private final Predicate<WorkflowView> held;
    private final Consumer<WorkflowView> delete;
    private final Map<String, WorkflowView> ended = new HashMap<>();

    /**
     * @param most how many to keep that have ended in a phase; gives null for all
     * @param held whether one must not be deleted yet; it is told of again when it may be
     * @param delete deletes one, in the background
     */
    Retention(Function<String, @Nullable Integer> most, Predicate<WorkflowView> held, Consumer<WorkflowView> delete) {
        this.held = held;
        this.most = most;
        this.delete = delete;
    }

    @Override
    public synchronized void listed(List<WorkflowView> all) {
        ended.clear();
        all.forEach(view -> ended.put(view.id().uid(), view));
        all.stream().map(Retention::phase).distinct().forEach(this::prune);
    }

    @Override
    public synchronized void changed(WorkflowView view) {
        WorkflowView before = ended.put(view.id().uid(), view);
        if (before == null || held.test(before) && !held.test(view)) {
            prune(phase(view));
        }
    }

    @Override
    public synchronized void deleted(WorkflowView last) {
        ended.remove(last.id().uid());
    }

    private static String phase(WorkflowView view) {
        return view.labels().getOrDefault(Labels.PHASE, "");
    }

    private void prune(String phase) {
        Integer kept = most.apply(phase);
        if (kept == null) {
            return;
        }
        List<WorkflowView> its = new ArrayList<>(
                ended.values().stream().filter(v -> phase(v).equals(phase)).toList());
        if (its.size() > kept) {
            its.sort(NEWEST_FIRST);
            its.subList(Math.max(0, kept), its.size()).stream()
                    .filter(held.negate())
                    .forEach(delete);
        }
    }

    @Override
    public void troubled(KubeProblem problem) {
        if (!problem.isGone()) {
            System.getLogger("dev.skiff.controller")
                    .log(
                            System.Logger.Level.WARNING,
                            () -> "workflows that have ended cannot be watched now: " + problem.getMessage());
        }
    }
}
