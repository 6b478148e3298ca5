/** What the shell needs of the outside: adapters implement these, and never see one another nor the runtime. */
@NullMarked
package dev.skiff.port;

import org.jspecify.annotations.NullMarked;
