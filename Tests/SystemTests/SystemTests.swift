import Testing

/// The seven real processes, one test after the other: each has a machine's cores to itself, as far as there are any.
@Suite("The seven processes", .serialized) struct SystemTests {}
