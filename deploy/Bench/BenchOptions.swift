/// What the command line asks for.
struct BenchOptions {
    var benches: [Bench] = []
    var rounds = 5
    var seconds = 5
    var connections = 64
    var requests = 10_000_000
    var idleConnections = 10_000
    var printsJSON = false
    var isVerbose = false
    var isStrict = false
    var logsAccess = true
    var onlyPeer: String?
    var wantsHelp = false

    static let usage = """
        deploy/bench [NAME...] [options]     without a name: all of \(Bench.allCases.map(\.rawValue).joined(separator: " "))
          http      a constant answer, beside nginx
          gateway   an authenticated GET through the gateway, beside nginx and HAProxy
          idle      memory of idle keep-alive connections, beside nginx
          soak      memory over ten million requests
          postgres  bookings created and read, beside pgbench, each commit on the disk
          events    commit to effect, draining a backlog, memory while the broker is away
          booking   the whole platform: start, memory, a booking to the law's answer, throughput beside the store's

          --rounds N        interleaved rounds (5)
          --seconds S       length of a round (5)
          --connections N   keep-alive connections of the load (64)
          --only PEER       leave the other peers out
          --requests N      length of the soak (10000000)
          --idle N          connections of the idle bench (10000)
          --no-access-log   all contenders of `gateway` without their access log
          --json            one JSON object per bench instead of a table
          --strict          exit status 1 if a bar is missed
          --verbose         print configurations, headers and rounds, and keep the folder
        """

    init(_ arguments: [String]) throws(BenchError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--rounds": rounds = try Self.number(after: argument, &rest)
            case "--seconds": seconds = try Self.number(after: argument, &rest)
            case "--connections": connections = try Self.number(after: argument, &rest)
            case "--requests": requests = try Self.number(after: argument, &rest)
            case "--idle": idleConnections = try Self.number(after: argument, &rest)
            case "--only": onlyPeer = try Self.value(after: argument, &rest)
            case "--json": printsJSON = true
            case "--verbose": isVerbose = true
            case "--strict": isStrict = true
            case "--no-access-log": logsAccess = false
            case "--help": wantsHelp = true
            default:
                guard let bench = Bench(rawValue: argument) else { throw .badArgument("unknown: \(argument)") }
                benches.append(bench)
            }
        }
        if benches.isEmpty { benches = Bench.allCases }
    }

    private static func value(after name: String, _ rest: inout ArraySlice<String>) throws(BenchError) -> String {
        guard let value = rest.popFirst() else { throw .badArgument("\(name) needs a value") }
        return value
    }

    private static func number(after name: String, _ rest: inout ArraySlice<String>) throws(BenchError) -> Int {
        guard let number = Int(try value(after: name, &rest)), number > 0 else {
            throw .badArgument("\(name) needs a number above zero")
        }
        return number
    }
}
