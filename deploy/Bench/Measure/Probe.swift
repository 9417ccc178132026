/// One request and its answer, to see that a server does what the bench is about to measure.
enum Probe {
    struct Answer {
        let head: String
        let body: String

        var isOK: Bool { head.hasPrefix("HTTP/1.1 200 ") }

        /// The value of a header field, if the answer has it.
        func field(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { continue }
                return String(parts[1].drop { $0 == " " })
            }
            return nil
        }
    }

    /// Asks `server` once and returns the answer if it is a 200 with a body of a declared length.
    static func ask(_ server: Server, _ load: Load) throws(BenchError) -> Answer {
        try ask(over: LoopbackSocket(port: server.port), of: server, load)
    }

    static func ask(over socket: LoopbackSocket, of server: Server, _ load: Load) throws(BenchError) -> Answer {
        try socket.send(load.bytes(port: server.port))
        var text = ""
        while true {
            let bytes = try socket.receive()
            text += String(decoding: bytes, as: UTF8.self)
            guard !bytes.isEmpty, text.utf8.count <= BenchLimits.answerBytesMax else {
                throw .wrongAnswer(server.name, text)
            }
            guard let answer = complete(text) else { continue }
            guard answer.isOK else { throw .wrongAnswer(server.name, text) }
            return answer
        }
    }

    /// The answer in `text` once all of it has arrived. One without Content-Length is never complete.
    static func complete(_ text: String) -> Answer? {
        let bytes = Array(text.utf8)
        let end = Array("\r\n\r\n".utf8)
        guard let split = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else { return nil }
        let head = String(decoding: bytes[..<split], as: UTF8.self)
        let answer = Answer(head: head, body: String(decoding: bytes[(split + 4)...], as: UTF8.self))
        guard let length = answer.field("Content-Length").flatMap({ Int($0) }) else { return nil }
        return answer.body.utf8.count >= length ? answer : nil
    }
}
