// The server that `deploy/bench http` measures, so that the server is measured and nothing around it.
//
// Model: one loop, one endpoint, one constant JSON answer whose bytes are made once. It runs until it is killed.
// Failure: a port that cannot be had ends it with the error. Not here: routes, logs, metrics, a graceful end.

import EventLoop
import HTTPServer
import HTTPWire

@main
struct BenchHTTPServer {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard let index = arguments.firstIndex(of: "--port"), index + 1 < arguments.count,
            let port = UInt16(arguments[index + 1])
        else {
            print("usage: bench-http-server --port N")
            return
        }
        let thread = try LoopThread(name: "http")
        let constant = Response.json(Array(#"{"message":"Hello, World!"}"#.utf8))
        let handler = ConstantResponse(constant)
        try await withTaskExecutorPreference(thread.loop) {
            let endpoint = try HTTPEndpoint(.loopback(port: port), on: thread.loop, handler: handler)
            await endpoint.run()
        }
    }
}

private struct ConstantResponse: HTTPHandler {
    // Safety: an immutable value of a type that is not Sendable only because its bodies may hold closures; this one
    // holds bytes.
    nonisolated(unsafe) private let response: Response

    init(_ response: Response) {
        // Safety: see the property.
        unsafe self.response = response
    }

    func handle(_ exchange: ServerExchange) async throws {
        try await exchange.send(unsafe response)
    }
}
