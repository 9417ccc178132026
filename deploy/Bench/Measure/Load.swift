import Foundation

/// One request, asked over and over by wrk from keep-alive connections.
struct Load {
    let path: String
    let headers: [(name: String, value: String)]
    let connections: Int

    /// One round. `pause` is the mean time in milliseconds a connection rests before each request; without it the
    /// server is saturated.
    func run(on port: UInt16, seconds: Int, pause: String? = nil) throws -> LoadResult {
        let options = ["-t1", "-c\(connections)", "-d\(seconds)s", "--latency"]
        let fields = headers.flatMap { ["-H", "\($0.name): \($0.value)"] }
        let script = pause.map { ["-s", $0] } ?? []
        let data = try Children.output(of: ["wrk"] + options + script + fields + ["http://127.0.0.1:\(port)\(path)"])
        let report = String(decoding: data, as: UTF8.self)
        guard let result = LoadResult(wrkReport: report) else { throw BenchError.unreadable("wrk's report: \(report)") }
        return result
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
