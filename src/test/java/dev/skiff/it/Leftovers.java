package dev.skiff.it;

import java.util.List;
import java.util.TreeSet;

/** What Skiff has in the container engine: everything of it is labelled {@code dev.skiff.…}. */
final class Leftovers {
    private Leftovers() {}

    /** Containers (running or not), volumes and networks of one run, one line each; empty when nothing was left behind. */
    static List<String> of(String run) {
        var found = new TreeSet<String>();
        found.addAll(lines("container", run, "docker", "ps", "-a", "--no-trunc", "--format", "{{.Names}} {{.Labels}}"));
        found.addAll(lines("volume", run, "docker", "volume", "ls", "--format", "{{.Name}} {{.Labels}}"));
        found.addAll(lines("network", run, "docker", "network", "ls", "--format", "{{.Name}} {{.Labels}}"));
        return List.copyOf(found);
    }

    private static List<String> lines(String kind, String run, String... command) {
        return Shell.run(command)
                .lines()
                .filter(line -> line.contains("dev.skiff") && line.contains(run))
                .map(line -> kind + " " + line)
                .toList();
    }
}
