package dev.skiff.spec.rule;

import java.util.Optional;
import java.util.Set;

/** Which variables are known at one place. Names with other roots than these are passed through unseen (SUBST-26). */
interface TagScope {

    Set<String> ROOTS = Set.of("item", "steps", "inputs", "outputs", "pod", "workflow", "tasks");

    /** What is wrong with the variable; empty when it is known, or when nobody can say. */
    Optional<Flaw> flaw(String name);

    /** Known if either of the two knows it; the flaw is the second one's. */
    default TagScope or(TagScope other) {
        return name -> flaw(name).isEmpty() ? Optional.empty() : other.flaw(name);
    }

    static String root(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
