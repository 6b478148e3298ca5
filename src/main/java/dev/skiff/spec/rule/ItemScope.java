package dev.skiff.spec.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.DidYouMean;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code item} and {@code item.key} in the fields of a step or task (LOOP-01, LOOP-06). */
record ItemScope(CallSite call) {

    Optional<Flaw> flaw(String name) {
        if (!call.loop().isLoop()) {
            return Optional.of(new Flaw(
                    "'%s' is only known in a step or task with a loop".formatted(name),
                    "add withItems, withParam or withSequence"));
        }
        List<JsonNode> items = call.loop().items();
        boolean literalMaps = !items.isEmpty() && items.stream().allMatch(JsonNode::isObject);
        if (!name.startsWith("item.") || !literalMaps) {
            return Optional.empty();
        }
        Set<String> keys = new LinkedHashSet<>();
        items.forEach(item -> item.fieldNames().forEachRemaining(keys::add));
        String key = name.substring("item.".length());
        boolean known = keys.contains(key) || keys.contains(TagScope.root(key));
        return known
                ? Optional.empty()
                : Optional.of(new Flaw("no item has the key '%s'".formatted(key), DidYouMean.hint(key, keys)));
    }
}
