package dev.skiff.spec.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.spec.DocPath;
import java.util.Set;
import java.util.function.BiConsumer;

/** Visits every text of a JSON tree together with its path. */
final class TextWalk {

    private TextWalk() {}

    /** @param without fields of the top level that are left out */
    static void visit(JsonNode tree, DocPath path, Set<String> without, BiConsumer<DocPath, String> visitor) {
        tree.properties().forEach(field -> {
            if (!without.contains(field.getKey())) {
                visit(field.getValue(), path.key(field.getKey()), visitor);
            }
        });
    }

    private static void visit(JsonNode tree, DocPath path, BiConsumer<DocPath, String> visitor) {
        if (tree.isTextual()) {
            visitor.accept(path, tree.textValue());
        } else if (tree.isObject()) {
            tree.properties().forEach(field -> visit(field.getValue(), path.key(field.getKey()), visitor));
        } else {
            for (int i = 0; i < tree.size(); i++) {
                visit(tree.get(i), path.index(i), visitor);
            }
        }
    }
}
