package dev.skiff.archive;

/** As whom the database is entered. It is in no text of this value. */
public record Login(String user, String password) {

    /** Finds it anew for each connection, so that it may be changed while connections are open. */
    @FunctionalInterface
    public interface Source {

        /** @throws dev.skiff.port.service.ServiceException UNAVAILABLE when there is none: where it was looked for, and what to do */
        Login find();
    }

    @Override
    public String toString() {
        return "Login[]";
    }
}
