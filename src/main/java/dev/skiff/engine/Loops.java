package dev.skiff.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.expr.GoFormat;
import dev.skiff.expr.LoopItem;
import dev.skiff.expr.TemplateText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items of a loop (LOOP-01 to LOOP-13). */
final class Loops {
    /** More elements than any run could hold; a typing error in {@code count} must not eat the memory. */
    private static final long MAX_ITEMS = 1_000_000;

    /** Of all elements of a sequence together. */
    private static final long MAX_CHARACTERS = 64_000_000;

    /** No sequence starts beyond this, so that its end fits into a long. */
    private static final long FAR = Long.MAX_VALUE / 2;

    private Loops() {}

    /** The items in order; empty when there are none (LOOP-04, LOOP-10). */
    static List<LoopItem> items(Call.Loop loop, CallScope scope) throws TextTree.Unresolvable {
        return switch (loop) {
            case Call.Loop.Once o -> throw new IllegalStateException("not a loop");
            case Call.Loop.Items i -> literal(i.items(), scope);
            case Call.Loop.Param p -> param(scope.needNodes(p.list()));
            case Call.Loop.Count c -> sequence(c, scope);
        };
    }

    private static List<LoopItem> literal(List<JsonNode> items, CallScope scope) throws TextTree.Unresolvable {
        List<LoopItem> list = new ArrayList<>(items.size());
        for (JsonNode item : items) {
            TextTree tree = TextTree.of(item);
            list.add(LoopItem.of(tree.isStatic() ? item : tree.fill(tree.resolve(scope))));
        }
        return list;
    }

    /** LOOP-03. */
    private static List<LoopItem> param(String text) throws TextTree.Unresolvable {
        try {
            return LoopItem.parseList(text);
        } catch (IllegalArgumentException e) {
            throw new TextTree.Unresolvable(String.valueOf(e.getMessage()));
        }
    }

    private static List<LoopItem> sequence(Call.Loop.Count loop, CallScope scope) throws TextTree.Unresolvable {
        long start = number(loop.start(), "start", scope, 0);
        long end;
        if (loop.count() != null) {
            long count = number(loop.count(), "count", scope, 0);
            if (count <= 0) {
                return List.of();
            }
            end = count > MAX_ITEMS ? Long.MAX_VALUE : Math.addExact(Math.clamp(start, -FAR, FAR), count - 1);
        } else if (loop.end() != null) {
            end = number(loop.end(), "end", scope, 0);
        } else {
            throw new TextTree.Unresolvable("must have either count or end");
        }
        // the difference of two longs may not fit into one
        if (Math.abs((double) end - (double) start) >= MAX_ITEMS) {
            throw new TextTree.Unresolvable("withSequence from " + start + " to " + end + " has more than " + MAX_ITEMS
                    + " elements; the limit is " + MAX_ITEMS);
        }
        String format = loop.format() == null ? "" : scope.needNodes(loop.format());
        List<LoopItem> items = new ArrayList<>();
        long characters = 0;
        long step = start <= end ? 1 : -1;
        for (long i = start; i != end + step; i += step) {
            String text = format.isEmpty() ? Long.toString(i) : GoFormat.printf(format, i);
            characters += text.length();
            if (characters > MAX_CHARACTERS) {
                throw new TextTree.Unresolvable("withSequence gives more than " + MAX_CHARACTERS
                        + " characters; use a shorter format or fewer elements");
            }
            items.add(LoopItem.ofText(text));
        }
        return items;
    }

    /** LOOP-12: decimal, no spaces. */
    private static long number(@Nullable TemplateText text, String field, CallScope scope, long otherwise)
            throws TextTree.Unresolvable {
        if (text == null) {
            return otherwise;
        }
        String value = scope.needNodes(text);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new TextTree.Unresolvable(
                    "withSequence." + field + " is not a whole number: '" + Texts.start(value) + "'");
        }
    }
}
