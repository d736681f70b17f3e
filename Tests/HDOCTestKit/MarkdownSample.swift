public enum MarkdownSample {
    public static let rich = """
        # What I built

        A *queue* between **two** functions, with `maxReceiveCount` of 3. See [the docs](https://docs.example.test/sqs) and \
        [the docs again](https://docs.example.test/sqs), or https://example.test/plain.

        ## 学んだこと 🎉

        1. 高橋さんは、雲の中でサーバーレスのキューを作りました。とても長い一行です。
        2. Second
           - nested, with a line that is long enough to be wrapped at every width there is
           - [ ] to do
           - [x] done

        > A quote that goes on for long enough to be wrapped somewhere.
        >
        > - with a list

        ```python
        def handler(event, context):
        \treturn [json.loads(record["body"]) for record in event["Records"] if record["eventSource"] == "aws:sqs"]
        ```

        | Service | Cost | 備考 |
        |:--|--:|---|
        | SQS | almost nothing | 標準キュー |
        | Lambda | `0.20 USD` per million | first **million** free |

        ---

        ![A diagram](https://example.test/diagram.png)
        """

    public static let hostile = """
        # \u{1B}]0;owned\u{7}Title \u{202E}reversed

        \u{9B}2J [github.com](https://github.com@evil.test/login) [аpple](https://аpple.com/) [run](javascript:alert(1))

        - z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}algo \u{200B}\u{200D}zero
        - 👩‍👩‍👧‍👦 family 👍🏽 tag\u{E0041}s

        > > > > > > > > > > > > deep

        `\u{1B}[31mcode\u{1B}[0m` <script>alert(1)</script>

        ```
        \u{8}\u{7F}\u{1B}c reset
        ```

        | \u{1B}[1m | b\u{D} |
        |---|---|
        | \u{202E}evil | 長い名前の人物です |
        """
}
