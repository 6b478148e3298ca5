package dev.skiff.port.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which fields somebody wants ({@code fields} of Argo's server): {@code metadata.name,status.phase} are these with all below them,
 * {@code -status.nodes} is all but these. A service that is given one leaves out what is expensive and need not be exact: it may give more.
 */
public final class Projection {
    /** All fields. */
    public static final Projection EVERYTHING = new Projection(true, List.of());

    private static final Projection NOTHING = new Projection(false, List.of());

    /** More are a mistake, or somebody who wants to keep a server busy. */
    private static final int MOST = 500;

    private final boolean excludes;
    private final List<String> paths;

    private Projection(boolean excludes, List<String> paths) {
        this.excludes = excludes;
        this.paths = List.copyOf(paths);
    }

    /** @param text empty for everything @throws ServiceException INVALID for more than {@value #MOST} fields */
    public static Projection of(String text) {
        boolean excludes = text.startsWith("-");
        List<String> paths = new ArrayList<>();
        for (String field : (excludes ? text.substring(1) : text).split(",", -1)) {
            if (!field.isBlank()) {
                paths.add(field.strip());
            }
        }
        if (paths.size() > MOST) {
            throw new ServiceException(
                    ServiceException.Why.INVALID, "fields: " + paths.size() + " are named, " + MOST + " may be");
        }
        return paths.isEmpty() ? EVERYTHING : new Projection(excludes, List.copyOf(new LinkedHashSet<>(paths)));
    }

    public boolean isEverything() {
        return excludes && paths.isEmpty();
    }

    /** What it says of the value of a field: of {@code items.metadata.name} and {@code items} it is {@code metadata.name}. */
    public Projection below(String field) {
        List<String> inner = new ArrayList<>();
        for (String path : paths) {
            if (path.equals(field)) {
                return excludes ? NOTHING : EVERYTHING;
            }
            // names of labels have dots in them
            if (!excludes && isBelow(field, path)) {
                return EVERYTHING;
            }
            if (isBelow(path, field)) {
                inner.add(path.substring(field.length() + 1));
            }
        }
        return new Projection(excludes, inner);
    }

    private static boolean isBelow(String path, String other) {
        return path.length() > other.length() && path.charAt(other.length()) == '.' && path.startsWith(other);
    }

    /** The other way round: wanted of the value of a field; beside it, {@code also} is wanted. */
    public String textUnder(String field, String also) {
        String all = paths.stream().map(path -> field + "." + path).collect(Collectors.joining(","));
        return isEverything() ? "" : excludes ? "-" + all : all.isEmpty() ? also : also + "," + all;
    }

    /** Whether nothing is wanted but what is among these fields, or below them. */
    public boolean isWithin(Collection<String> fields) {
        return !excludes
                && paths.stream().allMatch(path -> fields.stream().anyMatch(f -> path.equals(f) || isBelow(path, f)));
    }

    private boolean isNothing() {
        return !excludes && paths.isEmpty();
    }

    /** What is wanted, field by field. */
    public Shape shape() {
        return isEverything()
                ? Shape.ALL
                : field -> {
                    Projection inner = below(field);
                    return inner.isNothing() ? null : inner.shape();
                };
    }

    /** The same value with exactly what is wanted; what was given is left as it is. */
    public JsonNode keep(JsonNode whole) {
        return Shape.kept(whole, shape());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Projection same && excludes == same.excludes && paths.equals(same.paths);
    }

    @Override
    public int hashCode() {
        return paths.hashCode() * 2 + (excludes ? 1 : 0);
    }

    /** As {@link #of} reads it. */
    @Override
    public String toString() {
        return (excludes && !paths.isEmpty() ? "-" : "") + String.join(",", paths);
    }
}
