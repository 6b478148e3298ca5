package dev.skiff.spec.read;

import dev.skiff.spec.Position;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One value of a document. Values behind an alias are shared, so that the tree may be a graph without cycles. */
public sealed interface Node {

    Position at();

    /** Collections in one another below and including this; 0 for a scalar. */
    int height();

    /** Nodes below and including this, those behind aliases counted each time. */
    long size();

    /**
     * A single value.
     *
     * @param value {@code String}, {@code Boolean}, {@code BigInteger}, finite {@code Double}, or null for null
     * @param text as written
     */
    record Scalar(Position at, @Nullable Object value, String text) implements Node {

        @Override
        public int height() {
            return 0;
        }

        @Override
        public long size() {
            return 1;
        }

        /** As Go writes the value where a text is wanted: {@code yes} is "true", {@code 0x10} is "16"; empty for null. */
        public String asText() {
            return switch (value) {
                case null -> "";
                case Double d when d == 0 -> "0";
                case Double d -> BigDecimal.valueOf(d).stripTrailingZeros().toPlainString();
                default -> value.toString();
            };
        }
    }

    record Sequence(Position at, List<Node> items, int height, long size) implements Node {

        static Sequence of(Position at, List<Node> items) {
            int height = items.stream().mapToInt(Node::height).max().orElse(0) + 1;
            return new Sequence(
                    at,
                    List.copyOf(items),
                    height,
                    1 + items.stream().mapToLong(Node::size).sum());
        }
    }

    /** Keys are unique. */
    record Mapping(Position at, List<Entry> entries, int height, long size) implements Node {

        static Mapping of(Position at, List<Entry> entries) {
            int height =
                    entries.stream().mapToInt(e -> e.value().height()).max().orElse(0) + 1;
            long size = 1 + entries.stream().mapToLong(e -> e.value().size()).sum();
            return new Mapping(at, List.copyOf(entries), height, size);
        }

        public Optional<Node> get(String key) {
            return entries.stream()
                    .filter(e -> e.key().equals(key))
                    .map(Entry::value)
                    .findFirst();
        }
    }

    /** A field of a mapping and where its key stands. */
    record Entry(Position keyAt, String key, Node value) {}

    /** What a person would call the value. */
    default String described() {
        return switch (this) {
            case Mapping m -> "a mapping (key: value)";
            case Sequence s -> "a list";
            case Scalar s ->
                switch (s.value()) {
                    case null -> "nothing";
                    case Boolean b -> "the boolean " + shown(s.text());
                    case BigInteger i -> "the number " + shown(s.text());
                    case Double d -> "the number " + shown(s.text());
                    default -> "the text \"" + shown(s.text()) + "\"";
                };
        };
    }

    /** As {@link #described()}, without the value: for documents that hold secrets. */
    default String describedWithoutValue() {
        return switch (this) {
            case Mapping m -> m.described();
            case Sequence s -> s.described();
            case Scalar s ->
                switch (s.value()) {
                    case null -> "nothing";
                    case Boolean b -> "a boolean";
                    case BigInteger i -> "a number";
                    case Double d -> "a number";
                    default -> "a text";
                };
        };
    }

    private static String shown(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() == text.length() && line.length() <= 40
                ? text
                : line.substring(0, Math.min(40, line.length())) + "…";
    }
}
