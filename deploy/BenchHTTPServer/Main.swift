import EventLoop
import HTTPServer
import HTTPWire

/// The server that `deploy/bench http` measures: one loop, one constant JSON answer, nothing else.
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
        try await Task.detached(executorPreference: thread.loop) {
            let endpoint = try HTTPEndpoint(.loopback(port: port), on: thread.loop, handler: handler)
            await endpoint.run()
        }.value
    }
}

private struct ConstantResponse: HTTPHandler {
    // Safety: an immutable value of a type that is not Sendable only because its bodies may hold closures; this one
    // holds bytes.
    nonisolated(unsafe) private let response: Response

    init(_ response: Response) {
        unsafe self.response = response
    }

    func handle(_ exchange: ServerExchange) async throws {
        try await exchange.send(unsafe response)
    }
}
