package dev.skiff.cli;

import dev.skiff.cli.view.Display;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Parameter;
import dev.skiff.runtime.ActiveRun;
import dev.skiff.runtime.Refusals;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/** Asks about one waiting step after the other: what it expects, and whether to go on. What is no longer waited for is not asked on. */
final class Questions implements AutoCloseable {
    private static final Duration GLANCE = Duration.ofMillis(100);

    private record About(ActiveRun run, NodeStatus node) {}

    /** The step waits no longer, or nobody is there to answer. */
    private static final class Over extends Exception {
        private static final long serialVersionUID = 1L;

        Over(String why) {
            super(why);
        }
    }

    private final Waiting waiting;
    private final Display display;
    private final TerminalLines lines;
    private final BlockingQueue<About> queue = new LinkedBlockingQueue<>();
    private final Thread thread = Thread.ofVirtual().name("questions").unstarted(this::work);

    Questions(Waiting waiting, Display display, TerminalLines lines) {
        this.waiting = waiting;
        this.display = display;
        this.lines = lines;
        thread.start();
    }

    void about(ActiveRun run, NodeStatus node) {
        queue.add(new About(run, node));
    }

    private void work() {
        try {
            while (true) {
                About about = queue.take();
                try {
                    ask(about);
                } catch (Over e) {
                    display.say(String.valueOf(e.getMessage()));
                } finally {
                    display.answered();
                }
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void ask(About about) throws Over, InterruptedException {
        NodeStatus node = about.node();
        if (waiting.stillWaiting(node.id()).isEmpty()) {
            return;
        }
        display.ask(head(node));
        Map<String, String> outputs = new LinkedHashMap<>();
        for (Parameter output : parameters(node)) {
            if (Refusals.isExpected(output)) {
                outputs.put(output.name(), value(node, output));
            }
        }
        String answer =
                line(node, "go on? [yes]/fail/later: ", Questions::isDecision).toLowerCase(Locale.ROOT);
        NodeSelector itself = NodeSelector.parse("id=" + node.id());
        if (answer.startsWith("l")) {
            throw new Over(later(about));
        }
        if (answer.startsWith("f")) {
            send(about, new Request.StopNodes(itself, ""));
            return;
        }
        if (!outputs.isEmpty()) {
            send(about, new Request.SetNodes(itself, "", "", outputs));
        }
        send(about, new Request.Resume(itself));
    }

    private static boolean isDecision(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        return List.of("yes", "fail", "later").stream().anyMatch(known -> known.startsWith(word));
    }

    private static String later(About about) {
        return label(about.node()) + " waits on: skiff resume " + about.run().name() + " --node-field-selector "
                + Waiting.selector(about.node());
    }

    private void send(About about, Request request) throws Over {
        CompletableFuture<String> answered = new CompletableFuture<>();
        about.run().ask(request, answered::complete);
        String refusal = answered.join();
        if (!refusal.isEmpty()) {
            throw new Over(label(about.node()) + ": " + refusal);
        }
    }

    private static String head(NodeStatus node) {
        StringBuilder text = new StringBuilder(label(node) + " waits");
        if (node.message() != null && !node.message().isEmpty()) {
            text.append(": ").append(node.message());
        }
        text.append('\n');
        List<Parameter> inputs =
                node.inputs() == null ? List.of() : node.inputs().parameters();
        for (Parameter input : inputs) {
            text.append("  ")
                    .append(input.name())
                    .append(": ")
                    .append(input.value() == null ? "" : input.value())
                    .append(input.description() == null ? "" : "  (" + input.description() + ")")
                    .append('\n');
        }
        return text.toString();
    }

    static String label(NodeStatus node) {
        return node.displayName() == null ? String.valueOf(node.name()) : node.displayName();
    }

    private static List<Parameter> parameters(NodeStatus node) {
        return node.outputs() == null ? List.of() : node.outputs().parameters();
    }

    /** The value of an output; its default, and its choices, may be those of an input of the same name (SUSP-03, SUSP-04). */
    private String value(NodeStatus node, Parameter output) throws Over, InterruptedException {
        Optional<Parameter> input = node.inputs() == null
                ? Optional.empty()
                : node.inputs().parameters().stream()
                        .filter(p -> p.name().equals(output.name()))
                        .findFirst();
        List<String> choices = !output.enumValues().isEmpty()
                ? output.enumValues()
                : input.map(Parameter::enumValues).orElse(List.of());
        String usual = Refusals.usual(node, output);
        String question = output.name()
                + (choices.isEmpty() ? "" : " (" + String.join(", ", choices) + ")")
                + (usual == null ? "" : " [" + usual + "]")
                + ": ";
        String typed = line(
                node, question, text -> text.isEmpty() ? usual != null : choices.isEmpty() || choices.contains(text));
        return typed.isEmpty() && usual != null ? usual : typed;
    }

    /** Asks until the answer is one. */
    private String line(NodeStatus node, String question, Predicate<String> isAnswer)
            throws Over, InterruptedException {
        while (true) {
            display.ask("  " + question);
            String text = null;
            while (text == null) {
                text = lines.next(GLANCE);
                if (waiting.stillWaiting(node.id()).isEmpty()) {
                    throw new Over("\n" + label(node) + " waits no longer");
                }
            }
            if (text.equals(TerminalLines.END)) {
                throw new Over("\n" + label(node) + " waits on; skiff resume lets it go on from another shell");
            }
            if (isAnswer.test(text.strip())) {
                return text.strip();
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
