package dev.skiff.cli;

import dev.skiff.cli.view.Display;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.model.NodeStatus;
import dev.skiff.port.Feed;
import dev.skiff.port.TaskRef;
import dev.skiff.runtime.ActiveRun;
import dev.skiff.runtime.Refusals;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hears of the steps that wait for somebody, on behalf of the display: lets them go on, asks in the terminal, or says once how they can be
 * resumed.
 */
final class Waiting implements Feed, AutoCloseable {
    private final Display display;
    private final boolean autoResume;
    private final @Nullable Questions questions;
    private final Map<String, NodeStatus> nodes = new LinkedHashMap<>();
    private @Nullable ActiveRun run;

    /** @param terminal null when nobody can be asked */
    Waiting(Display display, boolean autoResume, @Nullable TerminalLines terminal) {
        this.display = display;
        this.autoResume = autoResume;
        this.questions = autoResume || terminal == null ? null : new Questions(this, display, terminal);
    }

    /** From now on this is the run; steps of it may wait already. @param suspended whether it was submitted with {@code spec.suspend} */
    void begin(ActiveRun active, boolean suspended) {
        Map<String, NodeStatus> before;
        synchronized (this) {
            run = active;
            before = new LinkedHashMap<>(nodes);
        }
        if (suspended) {
            atItsStart(active);
        }
        before.values().forEach(this::handle);
    }

    private void atItsStart(ActiveRun active) {
        if (autoResume) {
            ask(active, new Request.Resume(NodeSelector.ALL));
        } else {
            display.say(
                    active.name() + " is suspended: to let it begin, in another shell: skiff resume " + active.name());
        }
    }

    synchronized void end() {
        run = null;
        nodes.clear();
    }

    @Override
    public void changed(Change change) {
        display.changed(change);
        for (NodeStatus node : change.nodes()) {
            if (!Refusals.isSuspended(node)) {
                forget(node);
            } else if (appears(node)) {
                handle(node);
            }
        }
    }

    /** @return whether this is the first that is heard of it, and the run is known */
    private synchronized boolean appears(NodeStatus node) {
        return nodes.put(node.id(), node) == null && run != null;
    }

    private synchronized void forget(NodeStatus node) {
        nodes.remove(node.id());
    }

    private void handle(NodeStatus node) {
        ActiveRun active;
        synchronized (this) {
            active = run;
        }
        if (active == null) {
            return;
        }
        if (autoResume) {
            ask(active, new Request.Resume(NodeSelector.parse("id=" + node.id())));
        } else if (questions != null) {
            questions.about(active, node);
        } else {
            display.say(Questions.label(node) + " waits; to let it go on, in another shell: skiff resume "
                    + active.name() + " --node-field-selector " + selector(node));
        }
    }

    static String selector(NodeStatus node) {
        return "displayName=" + Questions.label(node);
    }

    private void ask(ActiveRun active, Request request) {
        active.ask(request, refusal -> {
            if (!refusal.isEmpty()) {
                display.warning(active.name(), refusal);
            }
        });
    }

    /** The node as it is now if it still waits. */
    synchronized Optional<NodeStatus> stillWaiting(String id) {
        return Optional.ofNullable(nodes.get(id)).filter(n -> run != null);
    }

    @Override
    public void output(TaskRef task, String container, boolean stderr, byte[] chunk) {
        display.output(task, container, stderr, chunk);
    }

    @Override
    public void warning(String about, String sentence) {
        display.warning(about, sentence);
    }

    @Override
    public void close() {
        end();
        if (questions != null) {
            questions.close();
        }
    }
}
