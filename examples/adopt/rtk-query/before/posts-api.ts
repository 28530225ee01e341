import { createApi, fetchBaseQuery } from '@reduxjs/toolkit/query/react';

export interface Post {
  readonly id: number;
  readonly title: string;
}

export const postsApi = createApi({
  reducerPath: 'postsApi',
  baseQuery: fetchBaseQuery({ baseUrl: 'https://blog.test/' }),
  tagTypes: ['post'],
  endpoints: (build) => ({
    posts: build.query<readonly Post[], void>({ query: () => 'posts', providesTags: ['post'] }),
    addPost: build.mutation<Post, string>({
      query: (title) => ({ url: 'posts', method: 'POST', body: { title } }),
      invalidatesTags: ['post'],
    }),
  }),
});

export const { usePostsQuery, useAddPostMutation } = postsApi;
