package dev.skiff.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the compact constructors do at the door: null becomes empty, collections are copied, required fields are there. */
final class Copies {

    private Copies() {}

    static <T> List<T> list(@Nullable List<T> given) {
        return given == null ? List.of() : List.copyOf(given);
    }

    static <T> List<List<T>> nested(List<List<T>> given) {
        return given.stream().map(Copies::list).toList();
    }

    /** Keeps the order of the entries. */
    static <V> Map<String, V> map(@Nullable Map<String, V> given) {
        return given == null || given.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    static <T> T required(@Nullable T value, String type, String field) {
        if (value == null) {
            throw new IllegalArgumentException(type + " needs the field '" + field + "'");
        }
        return value;
    }
}
