package dev.skiff.spec;

import dev.skiff.spec.read.Node;
import java.util.Optional;

/** Where each value of one document stands in its file. */
public final class SourceMap {

    private final String file;
    private final Node root;

    public SourceMap(String file, Node root) {
        this.file = file;
        this.root = root;
    }

    public String file() {
        return file;
    }

    /** The place of the value, or of the nearest enclosing one that the document has. */
    public Position at(DocPath path) {
        Node node = root;
        for (Object segment : path.segments()) {
            Optional<Node> next = child(node, segment);
            if (next.isEmpty()) {
                return node.at();
            }
            node = next.get();
        }
        return node.at();
    }

    /** Whether the document says anything there, be it empty or null. */
    public boolean has(DocPath path) {
        Optional<Node> node = Optional.of(root);
        for (Object segment : path.segments()) {
            node = node.flatMap(n -> child(n, segment));
        }
        return node.isPresent();
    }

    private static Optional<Node> child(Node node, Object segment) {
        return switch (node) {
            case Node.Mapping mapping when segment instanceof String key -> mapping.get(key);
            case Node.Sequence list
            when segment instanceof Integer index && index < list.items().size() ->
                Optional.of(list.items().get(index));
            case Node.Mapping m -> Optional.empty();
            case Node.Sequence s -> Optional.empty();
            case Node.Scalar s -> Optional.empty();
        };
    }
}
