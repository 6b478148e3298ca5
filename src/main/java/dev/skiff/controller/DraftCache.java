package dev.skiff.controller;

import dev.skiff.kubernetes.workflows.WorkflowView;
import dev.skiff.model.Workflow;
import dev.skiff.port.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Specs that have been read and found right: many workflows are made of one template, by a schedule or a script, and differ in their names
 * alone.
 */
final class DraftCache {
    private static final int MOST = 128;
    /** PARAM-07: whether a name may be so long is judged with the spec. */
    private static final int LONG_NAME = 40;

    /**
     * All that the judgement of a workflow depends on.
     *
     * @param spec a digest of its JSON
     * @param names of labels and annotations, which expressions may refer to
     * @param templates with their versions
     */
    record Key(
            String namespace,
            String spec,
            Set<String> names,
            List<String> templates,
            @Nullable Workflow defaults,
            String longName) {

        /** Asked for each workflow: the one that records have is interpreted in a native executable, at many times the cost. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && spec.equals(key.spec)
                    && namespace.equals(key.namespace)
                    && longName.equals(key.longName)
                    && names.equals(key.names)
                    && templates.equals(key.templates)
                    && Objects.equals(defaults, key.defaults);
        }

        @Override
        public int hashCode() {
            return 31 * spec.hashCode() + namespace.hashCode();
        }
    }

    private final Map<Key, Drafts.Draft.Ready> known = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Drafts.Draft.Ready> eldest) {
            return size() > MOST;
        }
    };

    static Key key(WorkflowView view, List<String> templates, @Nullable Workflow defaults) {
        String name = view.id().name();
        return new Key(
                view.id().namespace(),
                digest(view),
                Set.copyOf(view.names()),
                List.copyOf(templates),
                defaults,
                name.length() > LONG_NAME ? name : "");
    }

    private static String digest(WorkflowView view) {
        MessageDigest digest = Sha256.digest();
        view.spec(digest::update);
        return HexFormat.of().formatHex(digest.digest());
    }

    synchronized Drafts.Draft.@Nullable Ready find(Key key) {
        return known.get(key);
    }

    synchronized void keep(Key key, Drafts.Draft.Ready ready) {
        known.put(key, ready);
    }
}
