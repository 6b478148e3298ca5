package dev.skiff.spec.read;

import dev.skiff.spec.Position;
import dev.skiff.spec.ReadLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * One YAML document as a tree. The events of the parser are composed here and not by the library, because depth and the size of what
 * aliases stand for have to be known before anything is built.
 */
final class YamlDocument {

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
    private static final String MERGE = "<<";

    private final ReadLimits limits;
    private final Findings findings;
    private final int linesBefore;
    private final Map<Anchor, Node> anchors = new HashMap<>();
    private final Set<Anchor> open = new HashSet<>();
    private long aliasNodes;

    /** @param linesBefore lines of the file before the text that {@link #read} gets */
    YamlDocument(ReadLimits limits, Findings findings, int linesBefore) {
        this.limits = limits;
        this.findings = findings;
        this.linesBefore = linesBefore;
    }

    /** The root; empty when there are only comments, or only a null. */
    Optional<Node> read(String text) throws ReadFailure {
        try {
            Iterator<Event> events = new Parse(SETTINGS).parseString(text).iterator();
            Optional<Node> root = Optional.empty();
            while (events.hasNext()) {
                Event event = events.next();
                if (event instanceof NodeEvent node) {
                    root = Optional.of(compose(node, events, 0));
                }
            }
            return root.filter(node -> !(node instanceof Node.Scalar scalar && scalar.value() == null));
        } catch (MarkedYamlEngineException e) {
            throw failure(e);
        } catch (YamlEngineException e) {
            throw new ReadFailure(new Position(linesBefore + 1, 1), "not valid YAML: " + firstLine(e), null);
        }
    }

    private ReadFailure failure(MarkedYamlEngineException e) {
        Position at =
                e.getProblemMark().or(e::getContextMark).map(this::position).orElse(Position.NONE);
        String context = e.getContext() == null ? "" : " " + e.getContext();
        String problem = String.valueOf(e.getProblem());
        String hint = problem.contains("'\\t'") || problem.contains("\\t(TAB)")
                ? "indent with spaces; YAML does not allow tabs there"
                : null;
        return new ReadFailure(at, "not valid YAML: " + problem + context, hint);
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private Node compose(NodeEvent event, Iterator<Event> events, int depth) throws ReadFailure {
        Position at = position(event);
        if (event instanceof AliasEvent alias) {
            return alias(alias, at, depth);
        }
        Optional<Anchor> anchor = event.getAnchor();
        anchor.ifPresent(open::add);
        Node node;
        if (event instanceof ScalarEvent scalar) {
            node = new Node.Scalar(at, value(scalar), scalar.getValue());
        } else {
            checkDepth(depth + 1, at);
            node = event instanceof SequenceStartEvent
                    ? sequence(at, events, depth + 1)
                    : mapping((MappingStartEvent) event, at, events, depth + 1);
        }
        anchor.ifPresent(name -> {
            open.remove(name);
            anchors.put(name, node);
        });
        return node;
    }

    private static @Nullable Object value(ScalarEvent scalar) {
        String tag = scalar.getTag().orElse("");
        boolean textTag = tag.equals("tag:yaml.org,2002:str") || tag.equals("!") || tag.endsWith(":binary");
        boolean resolvedTag = tag.startsWith("tag:yaml.org,2002:") && !textTag;
        return !textTag && (scalar.isPlain() || resolvedTag) ? ScalarValues.of(scalar.getValue()) : scalar.getValue();
    }

    private Node alias(AliasEvent event, Position at, int depth) throws ReadFailure {
        Anchor name = event.getAlias();
        if (open.contains(name)) {
            throw new ReadFailure(at, "the alias *" + name.getValue() + " stands inside of its own anchor", null);
        }
        Node target = anchors.get(name);
        if (target == null) {
            throw new ReadFailure(
                    at, "the alias *" + name.getValue() + " has no anchor &" + name.getValue() + " before it", null);
        }
        aliasNodes += target.size();
        if (aliasNodes > limits.aliasNodes()) {
            throw new ReadFailure(
                    at,
                    "the aliases of this document stand for more than %,d values".formatted(limits.aliasNodes()),
                    "write the values out, or use fewer aliases within aliases");
        }
        checkDepth(depth + target.height(), at);
        return target;
    }

    private void checkDepth(int depth, Position at) throws ReadFailure {
        if (depth > limits.depth()) {
            throw new ReadFailure(
                    at, "more than %d mappings and lists are nested in one another".formatted(limits.depth()), null);
        }
    }

    private Node sequence(Position at, Iterator<Event> events, int depth) throws ReadFailure {
        List<Node> items = new ArrayList<>();
        Event next = events.next();
        while (next instanceof NodeEvent item) {
            items.add(compose(item, events, depth));
            next = events.next();
        }
        return Node.Sequence.of(at, items);
    }

    private Node mapping(MappingStartEvent start, Position at, Iterator<Event> events, int depth) throws ReadFailure {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        List<Node.Entry> merges = new ArrayList<>();
        Event next = events.next();
        while (next instanceof NodeEvent keyEvent) {
            Position keyAt = position(keyEvent);
            Node key = compose(keyEvent, events, depth);
            Node value = compose((NodeEvent) events.next(), events, depth);
            if (key instanceof Node.Scalar scalar && scalar.value() != null) {
                Node.Entry entry = new Node.Entry(keyAt, scalar.asText(), value);
                boolean merge = keyEvent instanceof ScalarEvent event
                        && event.isPlain()
                        && entry.key().equals(MERGE);
                add(entry, merge, entries, merges);
            } else {
                findings.error(keyAt, "", "a key must be a text, but this is " + key.described(), keyHint(start, key));
            }
            next = events.next();
        }
        for (Node.Entry merge : merges) {
            merge(merge.value(), merge.keyAt(), entries);
        }
        return Node.Mapping.of(at, List.copyOf(entries.values()));
    }

    private void add(Node.Entry entry, boolean merge, Map<String, Node.Entry> entries, List<Node.Entry> merges) {
        if (merge) {
            merges.add(entry);
            return;
        }
        Duplicates.put(entries, entry, findings);
    }

    private static @Nullable String keyHint(MappingStartEvent start, Node key) {
        return start.isFlow() && key instanceof Node.Mapping
                ? "a text that begins with {{ must be quoted: \"{{…}}\""
                : null;
    }

    private void merge(Node from, Position at, Map<String, Node.Entry> into) {
        switch (from) {
            case Node.Mapping mapping -> mapping.entries().forEach(entry -> into.putIfAbsent(entry.key(), entry));
            case Node.Sequence list -> list.items().forEach(item -> merge(item, at, into));
            case Node.Scalar scalar ->
                findings.error(
                        at,
                        "",
                        "'<<' must be followed by an alias of a mapping, but this is " + scalar.described(),
                        null);
        }
    }

    private Position position(Event event) {
        return event.getStartMark().map(this::position).orElse(Position.NONE);
    }

    private Position position(Mark mark) {
        return new Position(linesBefore + mark.getLine() + 1, mark.getColumn() + 1);
    }
}
