package dev.skiff.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Programs that put a command into a process group of its own, so that one signal reaches all its descendants. */
public enum GroupLauncher {
    /** Of util-linux: Linux. */
    SETSID("setsid"),
    /** macOS has no setsid, but Perl. */
    PERL("perl", "-MPOSIX=setsid", "-e", "setsid(); exec @ARGV; exit 127", "--");

    private final List<String> words;

    GroupLauncher(String... words) {
        this.words = List.of(words);
    }

    /** Goes before the command. */
    List<String> words() {
        return words;
    }

    /** The first of them that is on the search path. */
    static Optional<GroupLauncher> find(List<GroupLauncher> wanted, String searchPath) {
        return wanted.stream().filter(l -> l.isOn(searchPath)).findFirst();
    }

    private boolean isOn(String searchPath) {
        try {
            CommandLookup.find(words.getFirst(), searchPath, Path.of("/"));
            return true;
        } catch (CommandLookup.NotFound e) {
            return false;
        }
    }
}
