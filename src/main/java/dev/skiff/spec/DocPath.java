package dev.skiff.spec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The way from the root of a document to a value: field names and list positions. */
public final class DocPath {

    /** The document itself. */
    public static final DocPath ROOT = new DocPath(null, "");

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$-]*");

    private final @Nullable DocPath parent;
    private final Object segment;

    private DocPath(@Nullable DocPath parent, Object segment) {
        this.parent = parent;
        this.segment = segment;
    }

    /** The field of a mapping. */
    public DocPath key(String name) {
        return new DocPath(this, name);
    }

    /** The element of a list, counted from 0. */
    public DocPath index(int index) {
        return new DocPath(this, index);
    }

    /** Field names ({@code String}) and list positions ({@code Integer}) from the root on. */
    public List<Object> segments() {
        Deque<Object> segments = new ArrayDeque<>();
        for (DocPath path = this; path.parent != null; path = path.parent) {
            segments.addFirst(path.segment);
        }
        return new ArrayList<>(segments);
    }

    /** {@code spec.templates[2].metadata.labels['a.b/c']}; empty for the root. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Object one : segments()) {
            if (one instanceof Integer index) {
                text.append('[').append(index).append(']');
            } else if (PLAIN_KEY.matcher((String) one).matches()) {
                text.append(text.isEmpty() ? "" : ".").append(one);
            } else {
                text.append("['").append(one).append("']");
            }
        }
        return text.toString();
    }
}
