/** Whether requests send the ids of documents, which the server knows, instead of their texts. Set at build. */
declare const __TRUSTED_DOCUMENTS__: boolean;
