package dev.skiff.controller;

import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.client.Listener;
import dev.skiff.kubernetes.workflows.WorkflowView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Hears of all Workflow objects that have not ended, and takes care of each. */
final class Conductor implements Listener<WorkflowView> {
    private static final System.Logger LOG = System.getLogger("dev.skiff.controller");

    private final Care care;
    private final Map<String, Driven> byUid = new HashMap<>();
    /** By uid, of what is over: the version that says so. Until it has been seen, what is seen is older. */
    private final Map<String, String> over = new HashMap<>();

    private final Map<String, Driven> byName = new HashMap<>();
    private boolean closed;

    Conductor(Care care) {
        this.care = care;
    }

    @Override
    public synchronized void listed(List<WorkflowView> all) {
        Set<String> there = new HashSet<>();
        all.forEach(view -> there.add(view.id().uid()));
        for (Driven driven : List.copyOf(byUid.values())) {
            if (!there.contains(driven.id().uid())) {
                driven.gone("workflow " + driven.id() + " is there no more, or was ended by somebody else");
            }
        }
        over.entrySet()
                .removeIf(e -> all.stream()
                        .anyMatch(v -> v.id().uid().equals(e.getKey()) && isNewer(v.version(), e.getValue())));
        over.keySet().retainAll(there);
        for (WorkflowView view : all) {
            Driven driven = byUid.get(view.id().uid());
            if (driven == null) {
                changed(view);
            } else {
                driven.listed(view);
            }
        }
    }

    /** Of one object: the server counts its versions. */
    private static boolean isNewer(String version, String than) {
        try {
            return Long.parseUnsignedLong(version) > Long.parseUnsignedLong(than);
        } catch (NumberFormatException e) {
            return !version.equals(than);
        }
    }

    @Override
    public synchronized void changed(WorkflowView view) {
        if (closed || view.completed()) {
            return;
        }
        String uid = view.id().uid();
        Driven driven = byUid.get(uid);
        if (driven != null) {
            driven.seen(view);
            return;
        }
        String last = over.get(uid);
        if (last != null && !isNewer(view.version(), last)) {
            return;
        }
        over.remove(uid);
        takeUp(view);
    }

    private void takeUp(WorkflowView view) {
        care.expiry().forget(view.id());
        Driven driven = new Driven(care, view);
        Driven before = byName.put(view.id().toString(), driven);
        byUid.put(view.id().uid(), driven);
        var unused = driven.over().thenRun(() -> forget(driven));
        driven.enter(before == null ? CompletableFuture.completedFuture(null) : before.over());
    }

    private synchronized void forget(Driven driven) {
        byUid.remove(driven.id().uid());
        byName.remove(driven.id().toString(), driven);
        if (!driven.lastVersion().isEmpty() && !driven.hasLeft()) {
            over.put(driven.id().uid(), driven.lastVersion());
        }
        WorkflowView again = driven.latest();
        boolean isAsked = !driven.lastVersion().isEmpty() && isNewer(again.version(), driven.lastVersion());
        if (isAsked && !closed && !driven.isGone()) {
            // somebody has tried it again while its end was being written
            changed(again);
        }
    }

    /** It is gone, or has the label now that says that it has ended. */
    @Override
    public synchronized void deleted(WorkflowView last) {
        String uid = last.id().uid();
        over.remove(uid);
        // its time to live goes on: what has got the label is told of late, as it was before; and if it is gone, so be
        // it
        Driven driven = byUid.get(uid);
        if (driven == null) {
            return;
        }
        driven.left();
        if (!last.completed()) {
            driven.gone("workflow " + last.id() + " was deleted");
        } else if (driven.isForeign(last)) {
            driven.gone("workflow " + last.id() + " was ended by somebody else");
        }
    }

    @Override
    public void troubled(KubeProblem problem) {
        if (!problem.isGone()) {
            LOG.log(System.Logger.Level.WARNING, () -> "workflows cannot be watched now: " + problem.getMessage());
        }
    }

    /** How many are cared for now. */
    synchronized int size() {
        return byUid.size();
    }

    /** Lets go of everything; completes when all that is known is written. */
    CompletableFuture<Void> close() {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (Driven driven : List.copyOf(byUid.values())) {
                ends.add(driven.over());
                driven.leave();
            }
        }
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }
}
