package dev.skiff.local;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where skiff keeps what it keeps. */
public final class DataDirectory {

    private DataDirectory() {}

    /**
     * {@code SKIFF_HOME}, else the place that the system has for data of applications.
     *
     * @param environment of the process
     * @param home of the user
     * @param os as in the system property {@code os.name}
     */
    public static Path of(Map<String, String> environment, Path home, String os) {
        String own = environment.getOrDefault("SKIFF_HOME", "");
        if (!own.isEmpty()) {
            return Path.of(own).toAbsolutePath().normalize();
        }
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        // the XDG specification: a relative path is to be ignored
        if (!xdg.isEmpty() && Path.of(xdg).isAbsolute()) {
            return Path.of(xdg, "skiff");
        }
        return os.toLowerCase(Locale.ROOT).startsWith("mac")
                ? home.resolve("Library").resolve("Application Support").resolve("skiff")
                : home.resolve(".local").resolve("share").resolve("skiff");
    }
}
