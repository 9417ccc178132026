import Foundation

/// One request, asked over and over by wrk from keep-alive connections.
struct Load {
    let path: String
    let headers: [(name: String, value: String)]
    let connections: Int

    /// One round; without the path of a pacing script the server is saturated.
    func run(on port: UInt16, seconds: Int, pacedBy script: String? = nil) throws -> LoadResult {
        let options = ["-t1", "-c\(connections)", "-d\(seconds)s", "--latency"]
        let fields = headers.flatMap { ["-H", "\($0.name): \($0.value)"] }
        let pacing = script.map { ["-s", $0] } ?? []
        let data = try Children.output(of: ["wrk"] + options + pacing + fields + ["http://127.0.0.1:\(port)\(path)"])
        let report = String(decoding: data, as: UTF8.self)
        guard let result = LoadResult(wrkReport: report) else { throw BenchError.unreadable("wrk's report: \(report)") }
        return result
    }

    /// A script for wrk, which has no rate of its own: before each request a connection waits for the next slot of a
    /// common schedule. What is more than 20 ms late is not caught up, so that a pause does not turn into a flood.
    static func pacing(requestsPerSecond rate: Double) -> String {
        """
        local ffi = require("ffi")
        ffi.cdef [[
            struct timespec { long seconds; long nanoseconds; };
            int clock_gettime(int clock, struct timespec *now);
        ]]
        local now = ffi.new("struct timespec")
        local interval, slot = \(1000 / rate), 0
        function delay()
            ffi.C.clock_gettime(1, now)
            local present = tonumber(now.seconds) * 1000 + tonumber(now.nanoseconds) / 1000000
            slot = math.max(slot + interval, present - 20)
            return math.max(slot - present, 0)
        end

        """
    }

    /// The same with one character of the token's signature changed.
    var withForgedToken: Load {
        let forged = headers.map { header in
            guard header.name == "Authorization" else { return header }
            let signature = header.value.split(separator: ".").last ?? ""
            let other = signature.hasPrefix("A") ? "B" : "A"
            return (header.name, header.value.dropLast(signature.count) + other + signature.dropFirst())
        }
        return Load(path: path, headers: forged, connections: connections)
    }

    /// The request as wrk sends it.
    func bytes(port: UInt16) -> [UInt8] {
        let fields = headers.map { "\($0.name): \($0.value)\r\n" }.joined()
        return Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(fields)\r\n".utf8)
    }
}
