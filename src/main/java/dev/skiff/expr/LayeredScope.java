package dev.skiff.expr;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scopes behind one another; the first that declares a name wins. */
record LayeredScope(List<Scope> layers) implements Scope {

    @Override
    public @Nullable Object lookup(String dottedName) {
        for (int i = 0; i < layers.size(); i++) {
            Object value = layers.get(i).lookup(dottedName);
            if (value != MISSING) {
                return value;
            }
        }
        return MISSING;
    }

    @Override
    public Map<String, @Nullable Object> under(String prefix) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        for (Scope layer : layers.reversed()) {
            result.putAll(layer.under(prefix));
        }
        return result;
    }

    @Override
    public boolean hasUnder(String prefix) {
        for (Scope layer : layers) {
            if (layer.hasUnder(prefix)) {
                return true;
            }
        }
        return false;
    }
}
