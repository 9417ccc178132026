import Glibc

/// The number of descriptors this process, and every server it starts, may hold.
enum OpenFiles {
    /// Raises the limit as far as the system allows without asking.
    static func raiseLimit() throws(BenchError) {
        var limit = try current()
        limit.rlim_cur = limit.rlim_max
        // Safety: the kernel reads `limit`, which outlives the call.
        guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw .system(call: "setrlimit", errno: errno)
        }
    }

    /// How many connections fit under the limit, at most `wanted`.
    static func connections(wanted: Int) throws(BenchError) -> Int {
        let limit = try limit
        return min(wanted, limit - limit / BenchLimits.descriptorsFreePart)
    }

    /// How many descriptors a process may hold.
    static var limit: Int {
        get throws(BenchError) { Int(clamping: try current().rlim_cur) }
    }

    private static func current() throws(BenchError) -> rlimit {
        var limit = rlimit()
        // Safety: the kernel writes into `limit`, which outlives the call.
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw .system(call: "getrlimit", errno: errno)
        }
        return limit
    }
}
