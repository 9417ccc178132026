// The server that `deploy/bench http` measures, so that the server is measured and nothing around it.
//
// Model: one loop, one endpoint, one constant JSON answer whose bytes are made once. It runs until it is killed.
// Failure: a port that cannot be had ends it with the error. Not here: routes, logs, metrics, a graceful end.

import EventLoop
import HTTPServer
import HTTPWire

@main
struct BenchHTTPServer {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard let index = arguments.firstIndex(of: "--port"), index + 1 < arguments.count,
            let port = UInt16(arguments[index + 1])
        else {
            print("usage: bench-http-server --port N")
            return
        }
        try Loop.runMain { loop in
            var limits = HTTPServerLimits()
            limits.connectionsMax = 40_000
            limits.connectionsPerAddressMax = 40_000
            let endpoint = try HTTPEndpoint(
                .everywhere(port: port), on: loop, limits: limits, handler: ConstantResponse())
            await endpoint.run()
        }
    }
}

private struct ConstantResponse: HTTPHandler {
    private let fields: HTTPFields
    private let body = Array(#"{"message":"Hello, World!"}"#.utf8)

    init() {
        var fields = HTTPFields()
        fields.append(.contentType, literal: "application/json")
        self.fields = fields
    }

    func handle(_ exchange: ServerExchange) async throws {
        try await exchange.send(Response(.ok, fields: fields, body: .bytes(body)))
    }
}
