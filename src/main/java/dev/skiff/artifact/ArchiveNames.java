package dev.skiff.artifact;

import dev.skiff.port.FileTree.Entry;
import dev.skiff.port.FileTree.Kind;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What an archive's entries are called, seen as a whole: whether all of it lies below one name (ART-03), and whether it stays where it
 * should.
 */
final class ArchiveNames {
    private final String what;
    private final Map<String, Kind> kinds = new HashMap<>();
    private final Set<String> tops = new LinkedHashSet<>();

    /** @param what names the archive, for messages */
    ArchiveNames(String what) {
        this.what = what;
    }

    /** The name without leading slashes, as tar takes it, and without {@code .}; empty for the archive's own root. */
    String clean(String name) throws HostileArchiveException {
        StringBuilder path = new StringBuilder(name.length());
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                throw new HostileArchiveException(what + " has an entry that leads out of it: " + name);
            }
            if (part.indexOf('\0') >= 0) {
                throw new HostileArchiveException(what + " has an entry with a NUL character in its name");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                path.append(path.isEmpty() ? "" : "/").append(part);
            }
        }
        return path.toString();
    }

    /** Notes an entry by its clean name. */
    void note(String path, Kind kind, String target) throws HostileArchiveException {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String parent = path.substring(0, slash);
            Kind known = kinds.putIfAbsent(parent, Kind.DIRECTORY);
            if (known != null && known != Kind.DIRECTORY) {
                throw new HostileArchiveException(what + " has the entry " + path + " below " + parent
                        + ", which is no directory but a " + (known == Kind.FILE ? "file" : "link"));
            }
        }
        Kind before = kinds.put(path, kind);
        if (before != null && (before != kind || kind == Kind.SYMBOLIC_LINK)) {
            throw new HostileArchiveException(what + " has the entry " + path + " twice, as different things");
        }
        if (kind == Kind.HARD_LINK && kinds.get(target) != Kind.FILE && kinds.get(target) != Kind.HARD_LINK) {
            throw new HostileArchiveException(
                    what + " has the link " + path + " to " + target + ", which is no file of it");
        }
        int slash = path.indexOf('/');
        tops.add(slash < 0 ? path : path.substring(0, slash));
    }

    /** The one name below which everything lies; empty when there is none or there are several. */
    String onlyTop() {
        return tops.size() == 1 ? tops.iterator().next() : "";
    }

    /** The path as seen from the root of the tree that the archive becomes. */
    static String below(String top, String path) {
        if (top.isEmpty()) {
            return path;
        }
        return path.equals(top) ? "" : path.substring(top.length() + 1);
    }

    static Entry directory(String path, java.time.Instant modified) {
        return new Entry(path, Kind.DIRECTORY, 0755, 0, "", modified);
    }
}
