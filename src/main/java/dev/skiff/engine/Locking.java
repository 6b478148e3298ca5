package dev.skiff.engine;

import dev.skiff.expr.TemplateText;
import dev.skiff.model.Mutex;
import dev.skiff.model.SemaphoreRef;
import dev.skiff.model.Synchronization;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The locks that a template or a workflow asks for (LOCK-01, LOCK-02, LOCK-06). */
final class Locking {
    private Locking() {}

    static List<Lock> wanted(@Nullable Synchronization block, Run run, CallScope scope) throws TextTree.Unresolvable {
        List<Lock> locks = new ArrayList<>();
        if (block == null) {
            return locks;
        }
        for (Mutex m : block.mutexes()) {
            add(locks, new Lock(namespace(m.namespace(), run, scope) + "/Mutex/" + text(m.name(), scope), 1));
        }
        for (SemaphoreRef s : block.semaphores()) {
            add(locks, semaphore(s, run, scope));
        }
        return List.copyOf(locks);
    }

    private static void add(List<Lock> locks, Lock lock) throws TextTree.Unresolvable {
        if (locks.stream().anyMatch(l -> l.key().equals(lock.key()))) {
            throw new TextTree.Unresolvable("duplicate synchronization item found: " + lock.key());
        }
        locks.add(lock);
    }

    private static Lock semaphore(SemaphoreRef s, Run run, CallScope scope) throws TextTree.Unresolvable {
        var ref = s.configMapKeyRef();
        if (ref == null) {
            throw new TextTree.Unresolvable("a semaphore needs a configMapKeyRef");
        }
        String name = text(ref.getName(), scope);
        String key = text(ref.getKey(), scope);
        String lock = namespace(s.namespace(), run, scope) + "/ConfigMap/" + name + "/" + key;
        String limit = null;
        for (ConfigMap map : run.resources().configMaps()) {
            if (name.equals(map.getMetadata().getName()) && map.getData() != null) {
                limit = map.getData().get(key);
            }
        }
        if (limit == null) {
            throw new TextTree.Unresolvable("failed to initialize semaphore " + lock + " with limit");
        }
        try {
            int number = Integer.parseInt(limit.strip());
            if (number > 0) {
                return new Lock(lock, number);
            }
        } catch (NumberFormatException e) {
            throw new TextTree.Unresolvable("failed to initialize semaphore " + lock + " with limit: '"
                    + Texts.start(limit) + "' is no number");
        }
        throw new TextTree.Unresolvable("Failed to get semaphore limit for " + lock);
    }

    private static String namespace(@Nullable String own, Run run, CallScope scope) throws TextTree.Unresolvable {
        String workflows = run.workflow().metadata().getNamespace();
        return own == null || own.isEmpty() ? (workflows == null ? "default" : workflows) : text(own, scope);
    }

    private static String text(@Nullable String text, CallScope scope) throws TextTree.Unresolvable {
        return text == null ? "" : scope.keep(TemplateText.parse(text));
    }

    /** LOCK-05: who comes first is decided by the workflow's priority, then its age. */
    static Command.AcquireLocks acquire(Run run, String holder, List<Lock> locks) {
        Long priority =
                run.spec().priority() == null ? null : run.spec().priority().longValue();
        return new Command.AcquireLocks(holder, locks, priority == null ? 0 : priority.intValue(), created(run));
    }

    private static java.time.Instant created(Run run) {
        String created = run.workflow().metadata().getCreationTimestamp();
        return created == null ? Machine.present(run.startedAt, "start") : java.time.Instant.parse(created);
    }
}
