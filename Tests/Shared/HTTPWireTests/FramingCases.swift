import HTTPWire

/// Rows 54 to 85: where a body ends, and what follows it.
extension RequestCase {
    private static func length(_ value: String) -> String { post("Content-Length: \(value)", "hello") }
    private static func coding(_ value: String) -> String { post("Transfer-Encoding: \(value)", "0\r\n\r\n") }

    static let framing: [RequestCase] =
        [
            RequestCase(
                54, "CL and TE", post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
                .refused(.contentLengthAndTransferEncoding)),
            RequestCase(
                54, "TE and CL", post("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"),
                .refused(.contentLengthAndTransferEncoding)),
            RequestCase(
                55, "CL twice, different", post("Content-Length: 5\r\nContent-Length: 6", "hello"),
                .refused(.fieldDuplicated)),
            RequestCase(
                56, "CL twice, equal", post("Content-Length: 5\r\nContent-Length: 5", "hello"),
                .refused(.fieldDuplicated)),
            RequestCase(56, "CL as a list", length("5, 5"), .refused(.contentLengthMalformed)),
        ]
        + ["+5", "-5", "-0", "0x5", "0o5", "1_0", "5 5", "5,", "", "abc", "5.0", "5e0", "\u{b2}", "5;"].map {
            RequestCase(57, "CL \($0)", length($0), .refused(.contentLengthMalformed))
        } + [
            RequestCase(58, "CL 005", length("005"), .refused(.contentLengthMalformed)),
            RequestCase(58, "CL 00", length("00"), .refused(.contentLengthMalformed)),
            RequestCase(58, "CL 0", post("Content-Length: 0"), .requests(1)),
            RequestCase(59, "CL 2^63", length("9223372036854775808"), .refused(.contentLengthMalformed)),
            RequestCase(59, "CL 2^64 + 5", length("18446744073709551621"), .refused(.contentLengthMalformed)),
            RequestCase(60, "CL one past the body limit", length("10485761"), .refusedInBody(.bodyTooLong)),
            RequestCase(60, "CL 2^63 - 1", length("9223372036854775807"), .refusedInBody(.bodyTooLong)),
            RequestCase(61, "CL with white space around", length(" \t5\t "), .body("hello")),
            RequestCase(62, "CL larger than sent", post("Content-Length: 6", "hello"), .incomplete),
            RequestCase(66, "TE Chunked", coding("Chunked"), .requests(1)),
            RequestCase(
                67, "TE in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                .refused(.transferEncodingBeforeHTTP11)),
            RequestCase(
                68, "TE twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
                .refused(.fieldDuplicated)),
            RequestCase(
                68, "TE twice, the other identity",
                post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
                .refused(.fieldDuplicated)),
            RequestCase(69, "POST without CL and TE", post("X-A: 1"), .requests(1)),
        ]
        + ["gzip", "xchunked", "identity", "chunked2"].map {
            RequestCase(63, "TE \($0)", coding($0), .refused(.transferCodingUnsupported))
        }
        + ["chunked, gzip", "gzip, chunked", "chunked, chunked", "chunked;a=b"].map {
            RequestCase(64, "TE \($0)", coding($0), .refused(.transferCodingUnsupported))
        }
        + ["", ",chunked", "chunked,", "\"chunked\"", "chun ked", "'chunked'"].map {
            RequestCase(65, "TE \($0)", coding($0), .refused(.transferCodingUnsupported))
        }
        + ["\u{b}chunked", "chunked\u{c}", "chunked\u{0}"].map {
            RequestCase(65, "TE with a control byte", coding($0), .refused(.forbiddenByte))
        }

    static let chunks: [RequestCase] =
        [
            RequestCase(70, "several chunks", chunked("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"), .body("hello world")),
            RequestCase(70, "no chunk", chunked("0\r\n\r\n"), .requests(1)),
            RequestCase(70, "upper-case digits", chunked("A\r\n0123456789\r\n0\r\n\r\n"), .body("0123456789")),
            RequestCase(70, "leading zeros", chunked("005\r\nhello\r\n000\r\n\r\n"), .body("hello")),
            RequestCase(70, "a trailer", chunked("5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n"), .body("hello")),
            RequestCase(71, "16 digits", chunked("0000000000000005\r\nhello\r\n0\r\n\r\n"), .body("hello")),
            RequestCase(
                71, "17 digits", chunked("00000000000000005\r\nhello\r\n0\r\n\r\n"), .refusedInBody(.chunkSizeMalformed)
            ),
            RequestCase(71, "2^63", chunked("8000000000000000\r\n"), .refusedInBody(.chunkSizeMalformed)),
            RequestCase(71, "2^64 - 1", chunked("FFFFFFFFFFFFFFFF\r\n"), .refusedInBody(.chunkSizeMalformed)),
            RequestCase(60, "a chunk past the body limit", chunked("A00001\r\n"), .refusedInBody(.bodyTooLong)),
        ]
        + ["+5", "-1", "0x5", "5_0", " 5", "5 ", "", "g", "5h", "\t5", "5 ;a=b"].map {
            RequestCase(71, "size \($0)", chunked("\($0)\r\nhello\r\n0\r\n\r\n"), .refusedInBody(.chunkSizeMalformed))
        }
        + [";a=b", ";a=\"q\"", ";a", ";a;b=c", ";a=\"\\\"\"", "; a = b", ";a=\"\u{e9} \t\""].map {
            RequestCase(72, "extension \($0)", chunked("5\($0)\r\nhello\r\n0\r\n\r\n"), .body("hello"))
        }
        + [
            ";", ";;", ";=b", ";a=", ";a=b;", ";a b", ";a=\"b", ";a=\"b\"c", ";(a)=b", ";a=b=c", ";a ", ";a=b ",
            ";a=\u{0}", ";a=\"\u{0}\"", ";a=\"\n\"", ";a\n", ";a=\"\\\u{1}\"",
        ].map {
            RequestCase(
                73, "extension \($0.debugDescription)", chunked("5\($0)\r\nhello\r\n0\r\n\r\n"),
                .refusedInBody(.chunkExtensionMalformed))
        } + [
            // The CR that ends the line counts: 4095 bytes between `;` and CR.
            RequestCase(
                74, "4096 bytes of extension",
                chunked("5;\(String(repeating: "a", count: 4095))\r\nhello\r\n0\r\n\r\n"), .body("hello")),
            RequestCase(
                74, "4097 bytes of extension",
                chunked("5;\(String(repeating: "a", count: 4096))\r\nhello\r\n0\r\n\r\n"),
                .refusedInBody(.chunkExtensionsTooLong)),
            RequestCase(
                74, "many short extensions",
                chunked(String(repeating: "1;\(String(repeating: "a", count: 63))\r\nh\r\n", count: 65)),
                .refusedInBody(.chunkExtensionsTooLong)),
            RequestCase(
                75, "more data than the size", chunked("4\r\nhello\r\n0\r\n\r\n"), .refusedInBody(.chunkEndMissing)),
            RequestCase(75, "no CRLF after data", chunked("5\r\nhello0\r\n\r\n"), .refusedInBody(.chunkEndMissing)),
            RequestCase(76, "LF after the size", chunked("5\nhello\r\n0\r\n\r\n"), .refusedInBody(.chunkSizeMalformed)),
            RequestCase(76, "CR after the size", chunked("5\rhello\r\n0\r\n\r\n"), .refusedInBody(.chunkSizeMalformed)),
            RequestCase(76, "LF after the data", chunked("5\r\nhello\n0\r\n\r\n"), .refusedInBody(.chunkEndMissing)),
            RequestCase(76, "CR after the data", chunked("5\r\nhello\r0\r\n\r\n"), .refusedInBody(.chunkEndMissing)),
            RequestCase(76, "LF after the last chunk", chunked("0\n\r\n"), .refusedInBody(.chunkSizeMalformed)),
            RequestCase(76, "LF as the last line", chunked("0\r\n\n"), .refusedInBody(.bareLineFeed)),
            RequestCase(77, "no last chunk", chunked("5\r\nhello\r\n"), .incomplete),
            RequestCase(77, "no end of the trailers", chunked("5\r\nhello\r\n0\r\n"), .incomplete),
            RequestCase(77, "a chunk cut off", chunked("5\r\nhel"), .incomplete),
            RequestCase(78, "a folded trailer", chunked("0\r\nX-A: 1\r\n 2\r\n\r\n"), .refusedInBody(.lineFolded)),
            RequestCase(
                79, "trailers at the limit",
                chunked("0\r\nX-A: \(String(repeating: "v", count: 8192 - 7))\r\n\r\n"), .requests(1)),
            RequestCase(
                79, "trailers one past the limit",
                chunked("0\r\nX-A: \(String(repeating: "v", count: 8192 - 6))\r\n\r\n"),
                .refusedInBody(.trailerSectionTooLong)),
            RequestCase(
                79, "32 trailers", chunked("0\r\n\(String(repeating: "X-A: 1\r\n", count: 32))\r\n"), .requests(1)),
            RequestCase(
                79, "33 trailers", chunked("0\r\n\(String(repeating: "X-A: 1\r\n", count: 33))\r\n"),
                .refusedInBody(.trailersTooMany)),
        ]

    static let pipelines: [RequestCase] =
        ["GET", "HEAD", "DELETE", "OPTIONS"].map {
            RequestCase(
                80, "\($0) with a body, then another request",
                "\($0) / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" + get("GET / HTTP/1.1"), .requests(2))
        } + [
            RequestCase(
                81, "CL 0 and garbage", post("Content-Length: 0", "\u{1}"), .refusedAfter(1, .forbiddenByte)),
            RequestCase(
                81, "CL 0 and the next request", post("Content-Length: 0", get("GET / HTTP/1.1")), .requests(2)),
            RequestCase(82, "two pipelined", get("GET /a HTTP/1.1") + get("GET /b HTTP/1.1"), .requests(2)),
            RequestCase(
                83, "100 pipelined", String(repeating: get("GET /a HTTP/1.1"), count: 100), .requests(100)),
            RequestCase(
                84, "nothing after a fault",
                get("GET /a HTTP/1.1") + post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n")
                    + get("GET /b HTTP/1.1"), .refusedAfter(1, .contentLengthAndTransferEncoding)),
            RequestCase(
                85, "one byte at a time, bodies and all",
                post("Content-Length: 5", "hello") + chunked("5\r\nhello\r\n0\r\n\r\n") + get("GET / HTTP/1.1"),
                .requests(3)),
        ]
}
