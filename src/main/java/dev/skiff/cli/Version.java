package dev.skiff.cli;

import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine.IVersionProvider;

/** The version that {@code --version} prints: the one that the build gave to the application. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        var version = ConfigProvider.getConfig().getOptionalValue("quarkus.application.version", String.class);
        return new String[] {"skiff " + version.orElse("(not packaged)")};
    }
}
