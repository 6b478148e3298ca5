# Prints the square of the number on the command line, in full digits.
value <- as.numeric(commandArgs(trailingOnly = TRUE)[1])
stopifnot(!is.na(value))
cat(format(value^2, scientific = FALSE, trim = TRUE), "\n", sep = "")
